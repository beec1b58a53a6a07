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
NOTHING = "expected parameters of the node /segmentation; it has"
LIST = "`python -m csk_ros parameters --yaml` lists all"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("parameters") / "params.yaml"


def read(file, text, **options):
    file.write_text(text, encoding="utf-8")
    return read_parameters(file, **options)


def of_node(parameters, node="/**"):
    return f"{node}:\n  ros__parameters:\n    {parameters}\n"


def types(values):
    return {name: type(value) for name, value in values.items()}


def test_the_shipped_file_holds_all_defaults():
    values = read_parameters(SHIPPED)
    assert values == DEFAULTS
    assert types(values) == types(DEFAULTS)


@pytest.mark.parametrize(
    ("node", "namespace"),
    [
        ("segmentation", ""),
        ("/segmentation", "/"),
        ("/robot/segmentation", "/robot"),
        ("robot/segmentation", "robot"),
        ("/a/b/segmentation", "a/b"),
        ("/**", "/robot"),
        ("/*", ""),
        ("/robot/*", "robot"),
        ("/**/*", "robot"),
        ("/**/segmentation", ""),
        ("/*/segmentation", "robot"),
        ("/robot:\n  segmentation", "robot"),
    ],
)
def test_a_block_counts_if_its_head_means_the_node(file, node, namespace):
    text = f"{node}: {{ros__parameters: {{rgb.wait: 0.2}}}}\n"
    assert read(file, text, namespace=namespace) == {"rgb.wait": 0.2}


def test_of_two_robots_only_the_values_of_the_named_one_are_taken(file):
    text = of_node("{rgb.wait: 0.2, rgb.timeout: 0.5}", "/a/segmentation") + of_node(
        "rgb.wait: 0.3", "/b/segmentation"
    )
    assert read(file, text, namespace="a") == {"rgb.wait": 0.2, "rgb.timeout": 0.5}
    assert read(file, text, namespace="b") == {"rgb.wait": 0.3}
    with pytest.raises(
        ParametersError, match=r"it has /a/segmentation, /b/segmentation; did you mean the namespace /a or "
    ):
        read(file, text)


@pytest.mark.parametrize("namespace", ["my robot", "a//b", "1st", "/robot/", "a*"])
def test_a_wrong_namespace_is_refused(file, namespace):
    with pytest.raises(ParametersError, match=f"expected a namespace .*, got '{re.escape(namespace)}'$"):
        read(file, of_node("rgb.wait: 0.2"), namespace=namespace)


def test_a_head_that_is_there_twice_counts_where_it_is_first(file, tmp_path):
    text = of_node("rgb.wait: 0.1") + of_node("rgb.wait: 0.2", "segmentation") + of_node("rgb.timeout: 0.5")
    assert read(file, text) == {"rgb.wait": 0.2, "rgb.timeout": 0.5}
    later = tmp_path / "later.yaml"
    later.write_text(of_node("rgb.wait: 0.3"), encoding="utf-8")
    assert read_parameters(file, later) == {"rgb.wait": 0.2, "rgb.timeout": 0.5}


def test_a_file_among_others_may_have_nothing_for_the_node_and_is_named(file, tmp_path):
    camera = tmp_path / "camera.yaml"
    camera.write_text(of_node("rate: 5", "/camera"), encoding="utf-8")
    file.write_text(of_node("rgb.wait: 0.2"), encoding="utf-8")
    told = []
    assert read_parameters(file, camera, warn=told.append) == {"rgb.wait": 0.2}
    assert told == [f"{camera}: expected parameters of the node /segmentation; it has /camera"]


def test_a_block_for_all_nodes_may_have_parameters_of_others_which_are_named(file):
    told = []
    text = of_node("{robot_radius: 0.4, rgb.wait: 0.2}")
    assert read(file, text, warn=told.append) == {"rgb.wait": 0.2}
    assert told == [f"{file}: robot_radius is no parameter of segmentation, and is left out"]
    with pytest.raises(ParametersError, match="there is no parameter 'robot_radius'"):
        read(file, of_node("robot_radius: 0.4", "/segmentation"))


def test_a_file_for_all_nodes_of_ours_serves_each(file):
    text = of_node("{rgb.max_skew: 0.2, max_skew: 0.3}")
    assert read(file, text, warn=pytest.fail) == {"rgb.max_skew": 0.2}
    assert read(file, text, node="semantic_points", warn=pytest.fail) == {"max_skew": 0.3}
    with pytest.raises(
        ParametersError, match=r"there is no parameter 'max_skew'; did you mean rgb\.max_skew\?"
    ):
        read(file, of_node("max_skew: 0.3", "segmentation"))


def test_a_file_of_another_node_of_ours_is_told_of(file):
    told = []
    assert read(file, of_node("rgb.wait: 0.2"), node="semantic_points", warn=told.append) == {}
    assert told == [f"{file}: no parameter of semantic_points is in it: all have their defaults"]
    assert read(file, of_node("use_sim_time: true"), warn=pytest.fail) == {}


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
        (b"/**: [", "line 1: expected a list only as a parameter's value, below ros__parameters and a name"),
        (b"\n/**: {ros__parameters: {a: 1, 'b}}", "line 2: expected YAML: "),
        (b"\xff\xff\xff", "expected YAML: "),
        (b"", f"{NOTHING} no block with `ros__parameters:`"),
        (b"- /**", "line 1: expected a list only as a parameter's value"),
        (b"rgb.wait", f"{NOTHING} no block with `ros__parameters:`"),
        (
            b"/camera: {ros__parameters: {rate: 5}}\n/my_segmentation: {}\n",
            f"{NOTHING} /camera",
        ),
        (b"/**: {rgb: 1}", "line 1: expected a node, `ros__parameters:` and a name above the value '1'"),
        (b"/**:", "line 1: expected a node, `ros__parameters:` and a name above the value ''"),
        (
            b"/**: {ros__parameters: }",
            "line 1: expected a node, `ros__parameters:` and a name above the value ''",
        ),
        (b"ros__parameters: {rgb.wait: 0.1}", "line 1: expected a node's name above ros__parameters"),
        (b"/seg-1: {ros__parameters: {}}", "line 1: expected a node's name, with or without namespace and "),
        (b"/**: {ros__parameters: {rgb.wait: }}", "line 1: expected a value, got none"),
        (b"/**: {ros__parameters: {'': 1}}", "line 1: expected a name, got an empty one"),
        (b"/**: {ros__parameters: {a: &a 1,\n b: *a}}", "line 2: ROS does not take aliases such as *a"),
        (
            b"/**: {ros__parameters: {registration.translation: [0.1, 0.0, 2]}}",
            "line 1: expected a list of one type, got integer '2' after double",
        ),
        (
            b"/**: {ros__parameters: {rgb: {skew: 0.1}}}",
            f"there is no parameter 'rgb.skew'; did you mean rgb.max_skew? {LIST}",
        ),
        (b"segmentation: {ros__parameters: {rgb: 0.1}}", f"there is no parameter 'rgb'; {LIST}"),
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


TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
"""Texts of C end at a NUL; and ROS takes a double that cannot be held in full for a text."""


def values_of(spec):
    if spec.choices:
        return st.sampled_from(spec.choices)
    if isinstance(spec.default, bool):
        return st.booleans()
    if isinstance(spec.default, int):
        return st.integers(int(spec.low), int(spec.high))
    if isinstance(spec.default, tuple):
        return st.tuples(*[st.floats(-1e6, 1e6, allow_subnormal=False)] * len(spec.default))
    return st.floats(spec.low, spec.high, allow_subnormal=False) if isinstance(spec.default, float) else TEXTS


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
    read_values = ParameterValues(SEGMENTATION_PARAMETERS, read(file, text, namespace="robot"))
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
