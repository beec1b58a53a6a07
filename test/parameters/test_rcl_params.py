"""Params files are understood as by the rcl of this machine: its own nodes are given the same files."""

from __future__ import annotations

import os

import pytest

from csk_ros.parameters.rcl_params import RclParams, parse_value
from csk_ros.parameters.rcl_reader import RclParamsError

IN = "{ros__parameters: {a: 1}}"

HEADS = (
    *("node", "/node", "/ns/node", "ns/node", "/ns/sub/node", "other", "/ns/other", "/node/ns"),
    *("/**", "/*", "**", "*", "/**/*", "/*/*", "/*/**", "/**/**", "/ns/*", "/ns/**", "ns/*", "/sub/*"),
    *("/**/node", "/*/node", "**/node", "/ns/**/node", "/ns/*/node", "/**/sub/node", "/*/*/node"),
    *("/", "//node", "/node/", "/ns//node", "no-de", "1node", "/1ns/node", "/n*/node", "/**ns/node", "nöde"),
    *("n" * 255, "n" * 256, "node ns", "'node '", "~/node", "{ns}", "/***", "rosparameters"),
)

NAMESPACES = ("/", "/ns", "/ns/sub")

SCALARS = (
    *("1", "-1", "+1", "0", "00", "010", "09", "0x10", "-0x1F", "0x", "0b11", "0o7", "1_000", "1:30"),
    *("9223372036854775807", "-9223372036854775808", "9223372036854775808", "0xFFFFFFFFFFFFFFFF"),
    *("1.0", "1.", ".5", "-.5e1", "1e3", "1E-3", "1e", "e1", "1e400", "1e-400", "1e-310", "0.0e-999"),
    *("0x1.8p3", "0x1p-3", "1.5f", "1,5", "1.2.3", "- 1", "--1", "1 2", "2020-01-01", "12:30:00"),
    *(".inf", "-.INF", "+.Inf", ".iNf", "inf", "-Infinity", "INF", ".nan", ".NaN", "nan", "-nan", "-.nan"),
    *("nan(1)", "infinit", "true", "True", "tRue", "yes", "Yes", "y", "Y", "on", "ON", "off", "no", "N", "n"),
    *(
        "null",
        "~",
        "Null",
        "''",
        "",
        '"1"',
        "'1.0'",
        "'yes'",
        '"a\\0b"',
        '"\\n"',
        "text",
        "a: b",
        "a#b",
        "a #b",
    ),
    *(
        "!!str 1",
        "!!int '1'",
        "!!float 1",
        "!!str",
        "!other 1",
        "&anchor 1",
        "*anchor",
        "|\n   1",
        ">-\n   1",
    ),
    *("|-\n   yes", ">-\n   1\n   2", "'1\n   2'", "@a", "`a`", "%a", "\ta", "ä"),
)

LISTS = (
    *(
        "[]",
        "[1]",
        "[1, 2]",
        "[1.0, 2.0]",
        "[1, 2.0]",
        "[1.0, 2]",
        "[true, no]",
        "[a, b]",
        "[a, 1]",
        "['1', '2']",
    ),
    *("[1, '2']", "[1e3, .5]", "[null]", "[~, a]", "[[1], [2]]", "[[1, 2]]", "[{b: 1}]", "[1, ]", "[, 1]"),
    *(
        "[1",
        "1]",
        "\n   - 1\n   - 2",
        "\n   - 1\n   - 2.0",
        "\n   -\n   - 1",
        "\n  - 1",
        "[1e400, a]",
        "[0x10, 010]",
    ),
    *("{b: 1}", "{b: {c: 1}, d: 2}", "{b.c: {d: 1, e: 2}, f: 3}", "{b: }", "{b}", "{'': 1}", "{1: 2}"),
    *("{<<: 1}", "{b: [1, 2], c: 3}", "{? [1] : 2}", "{ros__parameters: 1}"),
)

BODIES = (
    *(
        "{a: 1, a: 2}",
        "{a: 1, a: 1.5}",
        "{a: 1.5, a: 1}",
        "{a: text, a: true}",
        "{a: [1], a: [2]}",
        "{a: [1], a: 2}",
    ),
    *("{a: [1], a: [1.0]}", "{a: [1], a: []}", "{a: 1, a: []}", "{a.b: 1, a: {b: 2}}", "{a: {b: 1}, a.b: 2}"),
    *(
        "{a: 1, a: {b: 2.0}}",
        "{a: {b: 1}, a: 2}",
        "{a: {b: 1}, a: {c: 2}}",
        "{a: {b: 1, b: 2}}",
        "{a.: 1, .b: 2}",
    ),
    *(
        "{x: {a.b: {c: 1}, d: 2}, e: 3}",
        "{'a b': 1}",
        "{'a/b': 1}",
        "{true: 1, 2: 3}",
        "{a: 1}, b: 2",
        "5",
        "[1]",
    ),
    *(
        "",
        "{}",
        "text",
        "{a}",
        "[{a: 1}]",
        "{a: 1",
        "{a: 1}}",
        "&x {a: 1}",
        "!!map {a: 1}",
        "{a: &x 1, b: *x}",
    ),
)

FILES = (
    *(
        "",
        "# nothing",
        "---",
        "---\n---",
        "text",
        "- 1",
        "[1]",
        "{}",
        "/**:",
        "/**: 1",
        "/**: {}",
        "/**: {a: 1}",
    ),
    *("ros__parameters: {a: 1}", "/**: {ros__parameters_: {a: 1}}", "/**: {ros_parameters: {a: 1}}"),
    *(
        f"/ns: {{node: {IN}}}",
        f"/ns: {{node: {IN}, sub: {{node: {IN}}}}}",
        f"/: {{node: {IN}}}",
        f"ns: {{sub/node: {IN}}}",
    ),
    *(f"/**: {{node: {IN}}}", f"/ns: {{/node: {IN}}}", f"ns/: {{node: {IN}}}", f"ns: {{sub: {{'*': {IN}}}}}"),
    f"---\n/**: {IN}\n---\nnode: {{ros__parameters: {{b: 2}}}}\n",
    f"%YAML 1.1\n---\n/**: {IN}\n",
    f"/**: {IN}\n...\n",
    "/**:\r\n  ros__parameters:\r\n    a: 1\r\n",
    "/**:\n\tros__parameters: {a: 1}\n",
    "/**:\n  ros__parameters:\n   a: 1\n    b: 2\n",
    "/**:\n  ros__parameters:\n    a: 1\n  b: 2\n",
    "/**:\n  ros__parameters:\n    a: 1\n\nnode:\n  ros__parameters:\n    b:\n      c: 1\n    e: 2\n",
    "node: &x {ros__parameters: {a: 1}}\n/ns/node: *x\n",
    "\ufeff/**: {ros__parameters: {a: 1}}",
    "/**: {ros__parameters: {a: '\x07'}}",
)

NEWER_FILES = (
    "/**: {ros__parameters: {a: !!str 1, b: !!str 'x'}}",
    "/**: {ros__parameters: {a: !!str }}",
    f"node: {{ros__parameters: {{a: 1}}, sub: {IN}}}",
    "node: {ros__parameters: {a: 1}, ros__parameters: {a: 2}}",
    "/**: {ros__parameters: {a: {}, ros__parameters: 1, b: {c: 1}}}",
    "/**: {ros__parameters: {b: 1, a: {}}}",
    "/**: {ros__parameters: {a: {}, b: 1}}",
    "/**: {ros__parameters: {a: {}, b: {c: 1}}}",
    "/**: {ros__parameters: {b: {c: 1, a: {}}, d: 1}}",
    "ns: {node: {ros__parameters: {a: 1}, sub: {ros__parameters: {a: 2}}}, other: {ros__parameters: {a: 3}}}",
)
"""Humble knows no tags, and takes a second ros__parameters in a node for another one's."""

ORDERS = tuple(
    tuple(
        f"{head}: {{ros__parameters: {{a: {number}, {name}: 0}}}}\n"
        for number, (head, name) in enumerate(heads)
    )
    for heads in (
        (("/**", "b"), ("node", "c")),
        (("node", "b"), ("/**", "c")),
        (("/**", "b"), ("node", "c"), ("/**", "d")),
        (("/ns/node", "b"), ("/node", "c"), ("/**/node", "d"), ("/**", "e")),
        (("node", "b"), ("/node", "c"), ("node", "d")),
        (("/*", "b"), ("/**", "c"), ("/*", "d")),
        (("other", "b"), ("/**", "c"), ("other", "d")),
    )
)

GROUPS = {
    "lists": [(f"/**:\n  ros__parameters:\n   a: {text}\n",) for text in LISTS],
    "bodies": [(f"/**:\n  ros__parameters: {text}\n",) for text in BODIES],
    "files": [(text,) for text in FILES],
    "orders in a file": [("".join(blocks),) for blocks in ORDERS],
    "orders of files": list(ORDERS),
    "a file that is refused among others": [
        ("/**: {ros__parameters: {a: 1}}", "/**: {a: 1}"),
        ("/**: [", ""),
    ],
}

REFUSED = "refused"
NO_VALUE = "a name without a value"
"""No node can declare it."""


@pytest.fixture
def rcl_values(ros_context):
    """What a bare node of this machine's ROS is given by params files."""
    rclpy = pytest.importorskip("rclpy", reason="needs ROS 2")
    from rclpy.impl.implementation_singleton import rclpy_implementation  # noqa: PLC0415 - needs ROS

    def start(files, namespace):
        words = [word for file in files for word in ("--params-file", str(file))]
        try:
            node = rclpy.create_node(
                "node",
                context=ros_context,
                cli_args=["--ros-args", *words, "-r", f"__ns:={namespace}"],
                enable_rosout=False,
                start_parameter_services=False,
                automatically_declare_parameters_from_overrides=True,
            )
        except (rclpy_implementation.RCLError, rclpy_implementation.RCLInvalidROSArgsError):
            return REFUSED
        except ValueError:
            return NO_VALUE
        try:
            values = {name: parameter.value for name, parameter in node.get_parameters_by_prefix("").items()}
        finally:
            node.destroy_node()
        return {name: value for name, value in values.items() if not name.startswith(OF_EVERY_NODE)}

    return start


OF_EVERY_NODE = ("use_sim_time", "start_type_description_service")


def our_values(files, namespace):
    params = RclParams()
    try:
        for file in files:
            params.read(file.read_bytes())
    except RclParamsError:
        return REFUSED
    values = params.of_node(f"{namespace.rstrip('/')}/node")
    return NO_VALUE if None in values.values() else values


def shown(values):
    """Types as well: 1 is not 1.0; and NaN is NaN."""
    return values if isinstance(values, str) else {name: repr(value) for name, value in values.items()}


@pytest.fixture
def differences(rcl_values, tmp_path):
    """What files give to a node in our eyes and in rcl's, where that is not the same."""

    def compare(rows, namespaces=("/ns",)):
        found = {}
        for number, texts in enumerate(rows):
            files = [tmp_path / f"{number}_{place}.yaml" for place in range(len(texts))]
            for file, text in zip(files, texts, strict=True):
                file.write_text(text, encoding="utf-8")
            for namespace in namespaces:
                ours, rcls = shown(our_values(files, namespace)), shown(rcl_values(files, namespace))
                if ours != rcls:
                    found[namespace, texts] = {"ours": ours, "rcl's": rcls}
        return found

    return compare


def is_taken(text):
    try:
        RclParams().read(text.encode())
    except RclParamsError:
        return False
    return True


def taken_and_refused(texts):
    """Those that we take in one file, which needs one node; each of the others in its own."""
    taken = [text for text in texts if is_taken(text)]
    return [("".join(taken),), *((text,) for text in texts if text not in taken)]


@pytest.mark.parametrize("rows", GROUPS.values(), ids=GROUPS)
def test_files_are_understood_as_by_rcl(differences, rows):
    assert not differences(rows)


@pytest.mark.skipif(
    os.environ.get("ROS_DISTRO") in {"humble", "iron", "jazzy"}, reason="needs the parser of Kilted or newer"
)
def test_what_came_later_to_rcl_is_understood(differences):
    assert not differences([(text,) for text in NEWER_FILES], ("/", "/ns"))


def test_the_same_nodes_are_meant(differences):
    rows = taken_and_refused(
        [f"{head}: {{ros__parameters: {{a{number}: 1}}}}\n" for number, head in enumerate(HEADS)]
    )
    assert len(rows) < len(HEADS) / 2
    assert not differences(rows, NAMESPACES)


def test_the_same_types_are_found(differences):
    rows = taken_and_refused(
        [f"/**:\n  ros__parameters:\n   a{number}: {text}\n" for number, text in enumerate(SCALARS)]
    )
    assert len(rows) < len(SCALARS) / 2
    assert not differences(rows)


@pytest.mark.parametrize("text", ["1", "1.0", "1e3", "yes", "'yes'", "~", "[1, 2]", "[]", "[a, b]"])
def test_a_value_alone_is_as_in_a_file(text):
    params = RclParams()
    params.read(f"/**: {{ros__parameters: {{a: {text}}}}}".encode())
    assert repr(parse_value(text)) == repr(params.of_node("/node")["a"])


@pytest.mark.parametrize("text", ["[1, 2.0]", "{a: 1}", "*a", "["])
def test_a_value_that_ros_refuses_is_refused(text):
    with pytest.raises(RclParamsError):
        parse_value(text)
