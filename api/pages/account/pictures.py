"""Draws what a telephone scans, inside the page: no address of its own could be fetched by anybody else."""

import segno


def qr_address(text: str) -> str:
    """A QR code as the address of an image: SVG, dark on light whatever colours the page has."""
    return str(segno.make(text, error="m").svg_data_uri(scale=5, border=3, dark="#000", light="#fff"))
