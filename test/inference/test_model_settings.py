"""What to load, where nothing else is asked for."""

from __future__ import annotations

from pathlib import Path

from csk_ros.inference.model_settings import RUNTIMES, ModelSettings


def test_the_defaults_are_torch_wherever_it_computes_fastest_on_all_cores():
    settings = ModelSettings(Path("model.safetensors"))
    assert settings == (Path("model.safetensors"), "torch", "auto", None)
    assert RUNTIMES == ("auto", "torch", "openvino", "onnxruntime")
