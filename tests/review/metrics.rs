//! metadata.csv.

use crate::world::Case;

const METADATA: &str = "metadata.csv";

pub const CASES: &[Case] = &[
    Case {
        rule: "metric-description",
        fires: &[
            |w| {
                w.edit(
                    METADATA,
                    "Messages waiting in a queue.",
                    "messages waiting in a queue.",
                )
            },
            |w| {
                w.edit(
                    METADATA,
                    "Messages waiting in a queue.",
                    "Messages waiting in a queue",
                )
            },
            |w| w.edit(METADATA, "Messages waiting in a queue.", ""),
        ],
        silent: &[
            |w| {
                w.edit(
                    METADATA,
                    "Messages waiting in a queue.",
                    "p50 of the lag in a queue. (Acme 4)",
                )
            },
            |w| {
                w.edit(
                    METADATA,
                    "Messages waiting in a queue.",
                    "95th percentile of it (in ms).",
                )
            },
        ],
    },
    Case {
        rule: "metric-orientation",
        fires: &[
            |w| {
                w.edit(
                    METADATA,
                    "could not be delivered.,-1,",
                    "could not be delivered.,,",
                )
            },
            |w| {
                w.edit(
                    METADATA,
                    "could not be delivered.,-1,",
                    "could not be delivered.,1,",
                )
            },
            |w| {
                w.append(
                    METADATA,
                    "acme_queue.node_up,gauge,,,,Whether a node is up.,-1,acme_queue,,\n",
                )
            },
        ],
        silent: &[
            |w| {
                w.edit(
                    METADATA,
                    "could not be delivered.,-1,",
                    "could not be delivered.,0,",
                )
            },
            |w| {
                w.append(
                    METADATA,
                    "acme_queue.not_ready,gauge,,,,How many are not ready.,-1,acme_queue,,\n",
                )
            },
        ],
    },
    Case {
        rule: "metric-name",
        fires: &[
            |w| {
                w.append(
                    METADATA,
                    "acme_queue.nodeUp,gauge,,,,Whether a node is up.,1,acme_queue,,\n",
                )
            },
            |w| {
                w.append(
                    METADATA,
                    "acme_queue.acme_queue_up,gauge,,,,Whether a node is up.,1,acme_queue,,\n",
                )
            },
        ],
        silent: &[|w| {
            w.append(
                METADATA,
                "acme_queue.acme_queues,gauge,,,,How many queues there are.,0,acme_queue,,\n",
            )
        }],
    },
    Case {
        rule: "metric-total",
        fires: &[
            |w| {
                w.append(
                    METADATA,
                    "acme_queue.sent_total.count,count,,,,How many were sent.,0,acme_queue,,\n",
                )
            },
            |w| {
                w.append(
                    METADATA,
                    "acme_queue.sent_total,count,,,,How many were sent.,0,acme_queue,,\n",
                )
            },
        ],
        silent: &[
            |w| {
                w.append(
                    METADATA,
                    "acme_queue.memory.total,gauge,,byte,,The memory of the host.,0,acme_queue,,\n",
                )
            },
            |w| {
                w.append(
                    METADATA,
                    "acme_queue.subtotal,count,,,,How many were sent.,0,acme_queue,,\n",
                )
            },
        ],
    },
    Case {
        rule: "metric-unit",
        fires: &[
            |w| {
                w.edit(
                    METADATA,
                    "lag.seconds,gauge,,second,",
                    "lag.seconds,gauge,,millisecond,",
                )
            },
            |w| {
                w.edit(
                    METADATA,
                    "memory.bytes,gauge,,byte,",
                    "memory.bytes,gauge,,,",
                )
            },
        ],
        silent: &[
            |w| {
                w.append(METADATA, "acme_queue.start_timestamp_seconds,gauge,,,,When it was started.,0,acme_queue,,\n")
            },
            // How often something was observed, beside the sum of it.
            |w| {
                w.edit(
                    METADATA,
                    "duration.seconds.count,count,,request,",
                    "duration.seconds.count,count,,,",
                )
            },
            |w| {
                w.append(METADATA, "acme_queue.cpu_seconds.count,count,,fraction,,Time of the processor per time.,0,acme_queue,,\n")
            },
        ],
    },
    Case {
        rule: "metric-type",
        fires: &[
            |w| {
                w.edit(
                    METADATA,
                    "duration.seconds.count,count,",
                    "duration.seconds.count,gauge,",
                )
            },
            |w| w.edit(METADATA, "published.count,count,", "published.count,gauge,"),
        ],
        silent: &[|w| {
            w.append(
                METADATA,
                "acme_queue.queue.count,gauge,,,,How many queues there are.,0,acme_queue,,\n",
            )
        }],
    },
];
