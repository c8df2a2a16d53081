"""The certificate as one page of HTML that asks nothing of any server and needs no script."""

from auralis.certificate.page.whole import page

__all__ = ["page"]
