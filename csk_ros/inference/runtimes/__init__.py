"""What executes the network: torch, OpenVINO or ONNX Runtime."""
