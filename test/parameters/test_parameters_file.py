"""Params files and texts of the command line: read as the node reads them, or refused with a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from csk_ros.parameters.given_value import ParametersError, checked
from csk_ros.parameters.parameter_values import ParameterValues
from csk_ros.parameters.parameters_file import read_parameters
from csk_ros.parameters.segmentation_parameters import SEGMENTATION_PARAMETERS

SHIPPED = Path(__file__).resolve().parents[2] / "config" / "segmentation.yaml"
DEFAULTS = {spec.name: spec.default for spec in SEGMENTATION_PARAMETERS}
CALIBRATIONS = "registration.rgb_calibration or registration.thermal_calibration"
LIST = "`python -m csk_ros parameters --yaml` lists all"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("parameters") / "params.yaml"


def read(file, text):
    file.write_text(text, encoding="utf-8")
    return read_parameters(file)


def of_node(parameters, node="/**"):
    return f"{node}:\n  ros__parameters:\n    {parameters}\n"


def types(values):
    return {name: type(value) for name, value in values.items()}


def test_the_shipped_file_holds_all_defaults():
    values = read_parameters(SHIPPED)
    assert values == DEFAULTS
    assert types(values) == types(DEFAULTS)


@pytest.mark.parametrize(
    "node", ["segmentation", "/segmentation", "/robot/segmentation", "robot/segmentation", "/**"]
)
def test_a_node_is_named_with_or_without_its_namespace(file, node):
    assert read(file, of_node("rgb.wait: 0.2", node)) == {"rgb.wait": 0.2}


def test_names_are_nested_or_dotted(file):
    text = of_node("{rgb: {wait: 0.2, timeout: 0.5}, rgb.max_skew: 0.1, autostart: false}")
    assert read(file, text) == {
        "rgb.wait": 0.2,
        "rgb.timeout": 0.5,
        "rgb.max_skew": 0.1,
        "autostart": False,
    }


def test_parameters_of_other_nodes_are_left_alone(file):
    text = of_node("rate: fast", "/camera") + of_node("rgb.wait: 0.2", "/segmentation")
    assert read(file, text + of_node("rgb.wait: 9.0", "/segmentation_viewer")) == {"rgb.wait": 0.2}


def test_of_two_values_the_later_counts(file):
    every = of_node("{rgb.wait: 0.1, rgb.timeout: 0.5}")
    own = of_node("{rgb.wait: 0.2, rgb.max_skew: 0.3}", "segmentation")
    both = {"rgb.timeout": 0.5, "rgb.max_skew": 0.3}
    assert read(file, every + own) == both | {"rgb.wait": 0.2}
    assert read(file, own + every) == both | {"rgb.wait": 0.1}


def test_parameters_that_every_node_of_ros_has_are_skipped(file):
    text = of_node(
        "{use_sim_time: true, start_type_description_service: false, rgb.wait: 0.2, "
        "qos_overrides: {/segmentation: {publisher: {depth: 5}}}, "
        "qos_overrides./overlay.publisher.reliability: best_effort}"
    )
    assert read(file, text) == {"rgb.wait": 0.2}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1e-3", 0.001),
        ("2E+0", 2.0),
        ("+5.0e-1", 0.5),
        (".5e1", 5.0),
        ("3.e0", 3.0),
        ("+.5", 0.5),
        ("3.", 3.0),
    ],
)
def test_numbers_are_written_as_in_ros(file, text, number):
    values = read(file, of_node(f"rgb.wait: {text}"))
    assert values == {"rgb.wait": number}
    assert types(values) == {"rgb.wait": float}


@pytest.mark.parametrize("text", ["1e", "e1", "1.0e-3s", "'1e-3'"])
def test_texts_that_look_like_such_numbers_stay_texts(file, text):
    assert read(file, of_node(f"model.path: {text}")) == {"model.path": text.strip("'")}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"/**: [", "expected YAML: while parsing"),
        (b"\xff\xfe\xff", "expected YAML: 'utf-8' codec can't decode"),
        (b"/**: {ros__parameters: {model.path: 2020-99-99}}", "expected YAML: month must be in 1..12"),
        (b"", "expected a params file of ROS 2, got NoneType"),
        (b"- /**", "expected a params file of ROS 2, got list"),
        (b"rgb.wait", "expected a params file of ROS 2, got str"),
        (
            b"/camera: {ros__parameters: {rate: 5}}\n/my_segmentation: {}\n",
            "expected parameters of the node segmentation, or of /**; it has /camera, /my_segmentation",
        ),
        (b"/**: {rgb: 1}", "expected `ros__parameters:` with names and values below the node"),
        (b"/**:", "expected `ros__parameters:` with names and values below the node"),
        (b"/**: {ros__parameters: }", "expected `ros__parameters:` with names and values below the node"),
        (
            b"/**: {ros__parameters: {rgb: {skew: 0.1}}}",
            f"there is no parameter 'rgb.skew'; did you mean rgb.max_skew? {LIST}",
        ),
        (b"/**: {ros__parameters: {rgb: 0.1}}", f"there is no parameter 'rgb'; {LIST}"),
        (b"/**: {ros__parameters: {rgb.wait: 1}}", "rgb.wait: expected a value of type double, got 1"),
        (b"/**: {ros__parameters: {rgb: {wait: 10.5}}}", "rgb.wait: expected 0 .. 10, got 10.5"),
        (b"/**: {ros__parameters: {rgb.transport: theora}}", "expected raw, compressed, got theora"),
    ],
)
def test_a_bad_file_is_refused_with_its_name(file, content, complaint):
    file.write_bytes(content)
    with pytest.raises(ParametersError, match=f"^{re.escape(str(file))}: .*{re.escape(complaint)}"):
        read_parameters(file)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(ParametersError, match=r"nowhere\.yaml: cannot be read: No such file or directory$"):
        read_parameters(tmp_path / "nowhere.yaml")
    with pytest.raises(ParametersError, match=r"cannot be read: Is a directory$"):
        read_parameters(tmp_path)


def values_of(spec):
    if spec.choices:
        return st.sampled_from(spec.choices)
    if isinstance(spec.default, bool):
        return st.booleans()
    if isinstance(spec.default, int):
        return st.integers(int(spec.low), int(spec.high))
    if isinstance(spec.default, tuple):
        return st.tuples(*[st.floats(-1e6, 1e6)] * len(spec.default))
    return st.floats(spec.low, spec.high) if isinstance(spec.default, float) else st.text()


class QuotingDumper(yaml.SafeDumper):
    """Quotes every text: PyYAML leaves 1e3 as it is, which ROS takes for a number."""


QuotingDumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def in_yaml(value):
    return list(value) if isinstance(value, tuple) else value


def nested(values):
    tree = {}
    for name, value in values.items():
        group, _, last = name.rpartition(".")
        (tree.setdefault(group, {}) if group else tree)[last] = value
    return tree


@given(
    st.fixed_dictionaries({}, optional={spec.name: values_of(spec) for spec in SEGMENTATION_PARAMETERS}),
    st.sampled_from([dict, nested]),
)
def test_whatever_is_in_range_reads_back_the_same(file, values, shape):
    content = {"/**": {"ros__parameters": shape({name: in_yaml(value) for name, value in values.items()})}}
    back = read(file, yaml.dump(content, Dumper=QuotingDumper))
    assert back == values
    assert types(back) == types(values)
    assert all(checked(name, value) == value for name, value in values.items())


@pytest.fixture
def node_values(ros_context):
    """What the node's own parameters are once it was started with a params file."""
    rclpy = pytest.importorskip("rclpy", reason="needs ROS 2")
    from csk_ros.ros.declared_parameters import DeclaredParameters  # noqa: PLC0415 - needs ROS

    def start(file):
        node = rclpy.create_node(
            "segmentation",
            context=ros_context,
            namespace="robot",
            cli_args=["--ros-args", "--params-file", str(file)],
        )
        try:
            parameters = DeclaredParameters(
                node, SEGMENTATION_PARAMETERS, unconfigured=lambda: True, changed=lambda: None
            )
            return {name: parameters[name] for name in DEFAULTS}
        finally:
            node.destroy_node()

    return start


EVERY = of_node("{rgb.wait: 0.1, rgb.timeout: 0.5}")
OWN = of_node("rgb.wait: 0.2", "/robot/segmentation")
FILES = {
    "shipped": SHIPPED.read_text(encoding="utf-8"),
    "its own last": EVERY + OWN,
    "its own first": OWN + EVERY,
    "nested": of_node("{rgb: {wait: 1e-3, timeout: 1.0E+1}, autostart: off}", "robot/segmentation"),
    "of all types": of_node("{model: {path: 'true', device: 'cuda:1', threads: 0x10}, rgb.time_offset: -.5}"),
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_a_file_is_read_as_the_node_reads_it(file, node_values, text):
    read_values = ParameterValues(SEGMENTATION_PARAMETERS, read(file, text))
    assert node_values(file) == {name: read_values[name] for name in DEFAULTS}


@pytest.mark.parametrize(
    "parameter",
    [
        "rgb.wait: 1",
        "rgb.wait: '0.1'",
        "rgb.wait: true",
        "rgb.wait: -0.1",
        "rgb.wait: .nan",
        "fallback.bad_frames: 2.0",
        "fallback.bad_frames: 0",
        "autostart: 1",
        "model.path: 5",
        "model.path: 1e-3",
        "rgb.transport: theora",
    ],
)
def test_what_is_refused_here_the_node_refuses_too(file, node_values, parameter):
    with pytest.raises(ParametersError):
        read(file, of_node(parameter))
    exceptions = pytest.importorskip("rclpy.exceptions")
    with pytest.raises((exceptions.ParameterException, ValueError)):
        node_values(file)
