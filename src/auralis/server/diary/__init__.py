"""What is written down of stations, before anybody is told of it."""

from auralis.server.diary.diary import Diary
from auralis.server.diary.kept_stage import KeptStage

__all__ = ["Diary", "KeptStage"]
