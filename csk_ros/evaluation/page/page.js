"use strict";

(() => {
  const read = (name) => {
    const element = document.getElementById(name);
    return element === null ? null : JSON.parse(element.textContent);
  };
  const pictures = read("pictures");
  const fill = (image, number) => {
    image.hidden = number === null;
    if (number === null) image.removeAttribute("src");
    else image.src = pictures[number];
  };
  for (const image of document.querySelectorAll("img[data-picture]")) fill(image, Number(image.dataset.picture));

  const data = read("moments");
  if (data === null) return;
  const { stops, passes } = data;
  const slider = document.getElementById("slider");
  const play = document.getElementById("play");
  const timelines = [...document.querySelectorAll(".timeline")];
  const viewers = [...document.querySelectorAll(".viewer")];
  const STEP_MS = 250;
  let timer = null;

  const showMoment = (viewer, moment) => {
    for (const what of ["time", "reason", "light", "miou"]) {
      viewer.querySelector(`.told.${what}`).textContent = moment === null ? "" : moment[what];
    }
    const mode = viewer.querySelector(".told.mode");
    mode.className = `told mode ${moment === null ? "" : moment.mode}`;
    mode.textContent = moment === null ? "" : moment.mode;
    for (const pane of viewer.querySelectorAll("[data-pane]")) {
      const shown = moment === null ? [null, null] : moment[pane.dataset.pane];
      pane.querySelectorAll("img").forEach((image, index) => fill(image, shown[index]));
      pane.querySelector(".nothing").hidden = shown[0] !== null;
      pane.classList.toggle("unused", shown[0] !== null && moment.unused === pane.dataset.pane);
    }
  };

  const mark = (timeline, time) => {
    timeline.style.setProperty("--at", time / Number(timeline.dataset.end));
    // On a narrow screen only a part of the plot is seen.
    const box = timeline.parentElement;
    const place = timeline.querySelector(".cursor").offsetLeft;
    if (place < box.scrollLeft || place > box.scrollLeft + box.clientWidth) {
      box.scrollLeft = place - box.clientWidth / 2;
    }
  };

  const show = (index) => {
    const stop = stops[Math.max(0, Math.min(index, stops.length - 1))];
    slider.value = stops.indexOf(stop);
    document.getElementById("time").textContent = `${stop.time.toFixed(2)} s`;
    const told = [];
    stop.shown.forEach((number, pass) => {
      const moment = number === null ? null : passes[pass][number];
      showMoment(viewers[pass], moment);
      mark(timelines[pass], moment === null ? stop.time : moment.at);
      if (moment !== null) told.push(`${moment.time} ${moment.mode}`);
    });
    slider.setAttribute("aria-valuetext", told.join(", "));
  };

  const pause = () => {
    clearInterval(timer);
    timer = null;
    play.textContent = "Play";
  };
  const move = (index) => {
    pause();
    show(index);
  };
  const moveTo = (time) => {
    const distances = stops.map((stop) => Math.abs(stop.time - time));
    move(distances.indexOf(Math.min(...distances)));
  };

  slider.addEventListener("input", () => move(Number(slider.value)));
  play.addEventListener("click", () => {
    if (timer !== null) {
      pause();
      return;
    }
    if (Number(slider.value) === stops.length - 1) show(0);
    play.textContent = "Pause";
    timer = setInterval(() => {
      show(Number(slider.value) + 1);
      if (Number(slider.value) === stops.length - 1) pause();
    }, STEP_MS);
  });

  const steps = { ArrowLeft: -1, ArrowRight: 1 };
  document.addEventListener("keydown", (event) => {
    // A slider that has the focus moves by itself.
    const step = event.target instanceof HTMLInputElement ? undefined : steps[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move(Number(slider.value) + step);
  });

  for (const timeline of timelines) {
    const point = (event) => {
      const box = timeline.getBoundingClientRect();
      const [left, width] = ["--left", "--width"].map((name) => Number(timeline.style.getPropertyValue(name)));
      moveTo((((event.clientX - box.left) / box.width - left) / width) * Number(timeline.dataset.end));
    };
    timeline.addEventListener("click", point);
    timeline.addEventListener("mousemove", (event) => {
      if (event.buttons === 1) point(event);
    });
  }
  for (const card of document.querySelectorAll(".card")) {
    card.addEventListener("click", () => {
      moveTo(Number(card.dataset.time));
      document.querySelector(".viewers").scrollIntoView({ block: "center" });
    });
  }
  const opacity = document.getElementById("opacity");
  opacity.addEventListener("input", () => {
    document.documentElement.style.setProperty("--labels", opacity.value / 100);
  });
  show(0);
})();
