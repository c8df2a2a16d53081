"""What is said over the network, both ways: messages, requests, problems, and how much one may say."""

from auralis.server.talk.allowance import A_SECOND, Allowance
from auralis.server.talk.json_body import json_body
from auralis.server.talk.problems import MEDIA_TYPE, SCHEMA, problem
from auralis.server.talk.requests import LARGEST

__all__ = ["A_SECOND", "LARGEST", "MEDIA_TYPE", "SCHEMA", "Allowance", "json_body", "problem"]
