"""Declare a node's parameters, refuse bad values, and hand out what is in force."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from rcl_interfaces.msg import FloatingPointRange, IntegerRange, ParameterDescriptor, SetParametersResult
from rclpy.exceptions import InvalidParameterValueException
from rclpy.parameter import Parameter

from csk_ros.parameters.parameter_spec import ParameterSpec, Takes, Value
from csk_ros.parameters.parameter_values import ParameterValues
from csk_ros.parameters.parameters_file import OF_ROS
from csk_ros.parameters.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from rclpy.node import Node

_OURS = {spec.name for table in TABLES.values() for spec in table}
"""A params file may be for all nodes of ours."""


class DeclaredParameters(ParameterValues):
    """The parameters of one node, declared from its table.

    Raises:
        rclpy.exceptions.ParameterException: an override from the command line or a params file has
            the wrong type or lies outside its range.
        ValueError: an override is none of the choices there are.
    """

    def __init__(
        self,
        node: Node,
        table: Sequence[ParameterSpec],
        *,
        changed: Callable[[], None],
        unconfigured: Callable[[], bool] = lambda: False,
    ) -> None:
        """Declare every parameter on `node`.

        Args:
            node: where they are declared.
            table: the node's parameters.
            changed: called after new values were accepted.
            unconfigured: says whether values that are read on configure may still change.

        Raises:
            ParameterException: a value that was given at the start has the wrong type or is not allowed.
        """
        super().__init__(table)
        self._specs = {spec.name: spec for spec in table}
        self._changed = changed
        self._unconfigured = unconfigured
        for spec in table:
            declared: Parameter[Any] = node.declare_parameter(spec.name, spec.default, _descriptor(spec))
            if declared.value is None:
                raise InvalidParameterValueException(
                    spec.name, "none", f"expected a value of type {spec.type_name}; it was given without one"
                )
            self._values[spec.name] = _value_of(declared)
            reason = _wrong_value(spec, self._values[spec.name])
            if reason:
                raise InvalidParameterValueException(spec.name, declared.value, reason)
        node.add_on_set_parameters_callback(self._set)
        _warn_of_unknown(node, self._specs)

    def _set(self, parameters: Sequence[Parameter[Any]]) -> SetParametersResult:
        # Types, ranges and read-only ones have been checked against the descriptors before this.
        accepted: dict[str, Value] = {}
        for parameter in parameters:
            spec = self._specs.get(parameter.name)
            if spec is None:
                continue
            value = _value_of(parameter)
            reason = _wrong_value(spec, value)
            if spec.takes is Takes.CONFIGURE and not self._unconfigured():
                reason = f"{spec.name} is read on configure: clean the node up, set it, configure again"
            if reason:
                return SetParametersResult(successful=False, reason=reason)
            accepted[spec.name] = value
        self._values.update(accepted)
        if accepted:
            self._changed()
        return SetParametersResult(successful=True)


def _warn_of_unknown(node: Node, specs: Collection[str]) -> None:
    """Name what was given at the start and is no parameter: ROS ignores it without a word."""
    with node.handle:
        given = node.handle.get_parameters(Parameter)
    for name in given:
        if not (name in _OURS or name in specs or name.startswith(OF_ROS)):
            near = get_close_matches(name, specs, n=1, cutoff=0.75)
            if near:
                node.get_logger().warning(f"there is no parameter '{name}'; did you mean {near[0]}?")
            else:
                # Of other nodes, perhaps, in a file for all of them.
                node.get_logger().info(f"there is no parameter '{name}'; it is ignored")


def _value_of(parameter: Parameter[Any]) -> Value:
    # Doubles come as the list they were declared with, or in a message as array.array("d").
    value = parameter.value
    return value if isinstance(value, bool | int | float | str) else tuple(value)


def _wrong_value(spec: ParameterSpec, value: Value) -> str:
    if isinstance(spec.default, tuple) and isinstance(value, tuple) and len(value) != len(spec.default):
        return f"{spec.name}: expected {spec.type_name}, got {len(value)}"
    if spec.choices and value not in spec.choices:
        return f"{spec.name} is one of {', '.join(spec.choices)}; '{value}' is not"
    return ""


def _descriptor(spec: ParameterSpec) -> ParameterDescriptor:
    descriptor = ParameterDescriptor(
        description=spec.description,
        additional_constraints=f"one of: {', '.join(spec.choices)}" if spec.choices else "",
        read_only=spec.takes is Takes.START,
    )
    if spec.low is not None and spec.high is not None:
        if isinstance(spec.default, float):
            bounds = FloatingPointRange(from_value=spec.low, to_value=spec.high)
            descriptor.floating_point_range = [bounds]
        else:
            bounds = IntegerRange(from_value=int(spec.low), to_value=int(spec.high), step=1)
            descriptor.integer_range = [bounds]
    return descriptor
