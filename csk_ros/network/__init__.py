"""CSK-Net in torch: shared encoder, modality batch norm, feature exchange, gated fusion, three heads."""
