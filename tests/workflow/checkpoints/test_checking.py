"""What checkpoints and anchors contradict is found, with the first bad entry and the anchor."""
