"""CSK-Net: rgb-thermal segmentation that also works with one of the two cameras."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, NamedTuple

from torch import nn

from csk_ros.network.backbones import build_decoder, build_encoder
from csk_ros.network.feature_exchange import ExchangeRule, add_exchange, exchange_layers, exchanging
from csk_ros.network.features import BranchFeatures, Features
from csk_ros.network.gated_spectral_unit import GatedSpectralUnit, SumFusion
from csk_ros.network.modality_batch_norm import ModalityBatchNorm2d, share_norms
from csk_ros.network.per_modality import Modality, modality, separate_convolutions
from csk_ros.network.three_channels import three_channels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor

    from csk_ros.network.encoder import Encoder


class Logits(NamedTuple):
    """Scores of the three heads, [B, num_classes, h, w]; None where a head's input is absent."""

    fused: Tensor | None
    thermal: Tensor | None
    rgb: Tensor | None


class CSKNet(nn.Module):
    """CSK-Net (Sikdar, Teotia, Sundaram, arXiv:2312.02240).

    Known from the paper: convolutions shared by the modalities, a batch norm per modality, feature exchange
    from thermal to rgb, two decoders, a gated spectral unit, heads for rgb, fusion and thermal, and
    thermal-only inference at the cost of a plain segmentation network. Everything finer is our reading.

    One network serves one thread at a time: the modality of a pass is the network's state.

    Args:
        num_classes: channels of the logits.
        backbone: one of `backbones.BACKBONES`: `resnet50` with DeepLabV3 is the paper's kind,
            `efficientnet_lite0` with a light decoder the one for robots.
        fusion: `gated` for the gated spectral unit, `sum` for plain addition.
        exchange: whether rgb takes channels from thermal inside the encoder while both are present.
        exchange_quantile: see `ExchangeRule.quantile`.
        exchange_threshold: see `ExchangeRule.threshold`.
        exchange_min_stride: see `ExchangeRule.min_stride`.
        shared_convolutions: whether the modalities share the encoder's convolutions; without, thermal has a
            second set of them.
        shared_norms: whether they share its batch norms, too.

    Raises:
        ValueError: an unknown backbone or fusion, or an exchange rule out of range.
    """

    def __init__(
        self,
        num_classes: int,
        *,
        backbone: str = "efficientnet_lite0",
        fusion: str = "gated",
        exchange: bool = True,
        exchange_quantile: float = ExchangeRule.quantile,
        exchange_threshold: float | None = ExchangeRule.threshold,
        exchange_min_stride: int = ExchangeRule.min_stride,
        shared_convolutions: bool = True,
        shared_norms: bool = False,
    ) -> None:
        super().__init__()
        self.num_classes = num_classes
        self.backbone = backbone
        self.fusion = fusion
        rule = ExchangeRule(exchange_quantile, exchange_threshold, exchange_min_stride)
        self.exchange_rule = rule if exchange else None
        self._arguments = {
            "num_classes": num_classes,
            "backbone": backbone,
            "fusion": fusion,
            "exchange": exchange,
            "exchange_quantile": exchange_quantile,
            "exchange_threshold": exchange_threshold,
            "exchange_min_stride": exchange_min_stride,
            "shared_convolutions": shared_convolutions,
            "shared_norms": shared_norms,
        }
        self.encoder = self._share(build_encoder(backbone))
        self.rgb_decoder = build_decoder(backbone)
        self.thermal_decoder = build_decoder(backbone)
        channels = self.rgb_decoder.channels
        self.fuse = _build_fusion(fusion, channels)
        self.rgb_head = nn.Conv2d(channels, num_classes, 1)
        self.thermal_head = nn.Conv2d(channels, num_classes, 1)
        self.fused_head = nn.Conv2d(channels, num_classes, 1)

    @property
    def arguments(self) -> dict[str, Any]:
        """The constructor's arguments, JSON-able: `CSKNet(**network.arguments)` is a network alike."""
        return dict(self._arguments)

    @property
    def exchanged_fractions(self) -> dict[str, float]:
        """Part of the channels that rgb takes from thermal, by the name of the encoder's layer."""
        return {name: layer.exchanged_fraction for name, layer in exchange_layers(self.encoder).items()}

    def initialise_encoder(self, weights: Mapping[str, Tensor]) -> None:
        """Start the shared convolutions and both batch norms from a plain encoder's weights.

        The exchanged channels are chosen anew from the new gammas.

        Args:
            weights: a state dict of `build_encoder(backbone)`, such as one of ImageNet weights.

        Raises:
            RuntimeError: the weights are of another encoder.
        """
        encoder = build_encoder(self.backbone)
        encoder.load_state_dict(weights)
        self.encoder.load_state_dict(self._share(encoder).state_dict())

    def features(self, rgb: Tensor | None, thermal: Tensor | None) -> Features:
        """Encode and decode each modality that is present.

        Args:
            rgb: normalised colour pictures, float[B, 3, H, W], or None.
            thermal: normalised thermal pictures, float[B, 1, H, W], or None. Behind those of the pairs there
                may be more: in training, the batch norms are to see all thermal pictures at once.

        Raises:
            ValueError: both are None, a shape is wrong, the sizes differ, or thermal has fewer pictures.
        """
        _check(rgb, thermal)
        both = rgb is not None and thermal is not None
        with exchanging(self.encoder) if both else nullcontext():
            # Thermal first: rgb borrows from it.
            thermal_features = None if thermal is None else self._branch("thermal", thermal)
            rgb_features = None if rgb is None else self._branch("rgb", rgb)
        return Features(rgb=rgb_features, thermal=thermal_features)

    def heads(self, features: Features) -> Logits:
        """Score the features of one or both modalities."""
        rgb, thermal = features
        fused = None
        if rgb is not None and thermal is not None:
            partners = thermal.decoder[: len(rgb.decoder)]
            fused = self.fused_head(self.fuse(rgb.decoder, partners))
        return Logits(
            fused=fused,
            thermal=None if thermal is None else self.thermal_head(thermal.decoder),
            rgb=None if rgb is None else self.rgb_head(rgb.decoder),
        )

    def forward(self, rgb: Tensor | None, thermal: Tensor | None) -> Logits:
        """Segment pictures of both modalities or of one; arguments and errors as `features`.

        Returns:
            Logits at a quarter of the size (efficientnet_lite0) or a sixteenth (resnet50), rounded up.
        """
        return self.heads(self.features(rgb, thermal))

    def _share(self, encoder: Encoder) -> Encoder:
        """Make a plain encoder one for both modalities: by default, all is shared but the batch norms."""
        ModalityBatchNorm2d.convert(encoder)
        if self.exchange_rule is not None:
            add_exchange(encoder, self.exchange_rule)
        if not self._arguments["shared_convolutions"]:
            separate_convolutions(encoder)
        if self._arguments["shared_norms"]:
            share_norms(encoder)
        return encoder

    def _branch(self, which: Modality, picture: Tensor) -> BranchFeatures:
        with modality(self.encoder, which):
            maps = self.encoder(three_channels(picture))
        decoder = self.rgb_decoder if which == "rgb" else self.thermal_decoder
        return BranchFeatures(encoder=maps[-1], decoder=decoder(maps))


def _build_fusion(fusion: str, channels: int) -> nn.Module:
    if fusion == "gated":
        return GatedSpectralUnit(channels)
    if fusion == "sum":
        return SumFusion()
    raise ValueError(f"there is no fusion '{fusion}'; known are: gated, sum")


def _check(rgb: Tensor | None, thermal: Tensor | None) -> None:
    if rgb is None and thermal is None:
        raise ValueError("give an rgb picture, a thermal picture, or both; both are None")
    if rgb is not None and (rgb.ndim != 4 or rgb.shape[1] != 3):
        raise ValueError(f"rgb is [B, 3, H, W], not {list(rgb.shape)}")
    if thermal is not None and (thermal.ndim != 4 or thermal.shape[1] != 1):
        raise ValueError(f"thermal is [B, 1, H, W], not {list(thermal.shape)}")
    if rgb is None or thermal is None:
        return
    if rgb.shape[0] > thermal.shape[0] or rgb.shape[2:] != thermal.shape[2:]:
        raise ValueError(
            "rgb and thermal are pairs on one grid, of one size, with a thermal picture for each rgb one; "
            f"rgb is {list(rgb.shape)}, thermal {list(thermal.shape)}"
        )
