# The node on top of ROS 2, see docs/installation.md:
#   docker build --build-arg ROS_DISTRO=humble --tag csk_ros .
ARG ROS_DISTRO=jazzy
FROM ros:${ROS_DISTRO}-ros-base AS dependencies

SHELL ["/bin/bash", "-eo", "pipefail", "-c"]
WORKDIR /workspace
COPY package.xml src/csk_ros/
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3-venv \
    && rosdep update --rosdistro "$ROS_DISTRO" \
    && rosdep install --from-paths src --ignore-src --yes \
    && rm -rf /var/lib/apt/lists/*

FROM dependencies

# pip reads both of them.
ARG PIP_EXTRA_INDEX_URL
ARG PIP_NO_CACHE_DIR=1
COPY . src/csk_ros
RUN source "/opt/ros/$ROS_DISTRO/setup.bash" \
    && src/csk_ros/scripts/setup.sh \
    && source src/csk_ros/.venv/bin/activate \
    && python -m colcon build --packages-select csk_ros

ENTRYPOINT ["/bin/bash", "-c", "source /opt/ros/$ROS_DISTRO/setup.bash && source /workspace/src/csk_ros/.venv/bin/activate && source /workspace/install/setup.bash && exec \"$@\"", "csk_ros"]
CMD ["ros2", "launch", "csk_ros", "segmentation.launch.py"]
