"""All faults, by the name that repeats one."""

from collections.abc import Mapping
from typing import Final

from benchmarks.faults import clients, machine, processes, torn
from benchmarks.faults.fault import Fault

FAULTS: Final[Mapping[str, Fault]] = {
    "worker_killed": Fault("render worker, `kill -9`", processes.worker_killed),
    "worker_stopped": Fault("render worker, SIGSTOP for 5 s", processes.worker_stopped),
    "spare_killed": Fault("worker in reserve, `kill -9`", processes.spare_killed),
    "both_killed": Fault("render worker and the one in reserve, `kill -9`", processes.both_killed),
    "server_stopped": Fault("server, SIGSTOP for 5 s", processes.server_stopped),
    "server_killed": Fault("server, `kill -9` and started again", processes.server_killed),
    "journal_torn": Fault("journal torn at every byte", torn.journal_torn),
    "disk_full": Fault("disk full (of 128 MB)", machine.disk_full, prefix=machine.SMALL_DISK),
    "clock_back": Fault(
        "time of day set back an hour", machine.clock_back, machine.OWN_CLOCK, machine.SHIFTED_CLOCK
    ),
    "stalled": Fault(f"{clients.STALLED} listeners that read nothing", clients.stalled),
    "connections": Fault(
        f"{clients.CONNECTIONS:,} connections at once, without a request", clients.connections
    ),
    "messages": Fault(f"{clients.SHOUTING} sockets shouting nonsense", clients.messages),
}
