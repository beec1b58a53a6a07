"""TensorFlow's SAME padding against its definition."""

from __future__ import annotations

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from csk_ros.network.same_padding import SameConv2d


@given(
    height=st.integers(1, 12),
    width=st.integers(1, 12),
    kernel=st.sampled_from([1, 3, 5]),
    stride=st.sampled_from([1, 2]),
)
@settings(deadline=None, max_examples=60)
def test_output_is_input_over_stride_rounded_up_and_the_odd_row_is_at_the_end(height, width, kernel, stride):
    conv = SameConv2d(2, 3, kernel, stride=stride)
    x = torch.randn(1, 2, height, width)
    out_height, out_width = -(-height // stride), -(-width // stride)
    # The definition: the last window ends total // 2 (rounded up) behind the picture's edge.
    rows = max((out_height - 1) * stride + kernel - height, 0)
    columns = max((out_width - 1) * stride + kernel - width, 0)
    padded = torch.zeros(1, 2, height + rows, width + columns)
    padded[:, :, rows // 2 : rows // 2 + height, columns // 2 : columns // 2 + width] = x
    y = conv(x)
    assert y.shape == (1, 3, out_height, out_width)
    torch.testing.assert_close(y, functional.conv2d(padded, conv.weight, stride=stride))
