"""A trouble that is told when it begins and when it is over, not all the while."""

import structlog


class Episode:
    """Logs an error under one name once, until it is over, which is logged as well."""

    def __init__(self, logger: str, event: str, over: str) -> None:
        self._logger = logger
        self._event = event
        self._over = over
        self.lasts = False
        """Whether the trouble goes on."""

    def see(self, *, trouble: bool, **fields: object) -> None:
        """Take note of how it is now; the fields say what is known."""
        if trouble == self.lasts:
            return
        self.lasts = trouble
        log = structlog.get_logger(self._logger)
        if trouble:
            log.error(self._event, **fields)
        else:
            log.info(self._over, **fields)
