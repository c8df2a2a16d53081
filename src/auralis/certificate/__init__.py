"""The certificate of a night that has not played yet, and the proof that a file is what its address says."""

from auralis.certificate.certificate import Certificate, certify
from auralis.certificate.commission import Commission
from auralis.certificate.document import document

__all__ = ["Certificate", "Commission", "certify", "document"]
