"""A night on one axis of time, as SVG and PNG for a page; it needs no matplotlib and knows no certificate."""
