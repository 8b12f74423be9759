/** What a subscriber gets: the place it starts from, an event, a sign of life, a checkpoint. */
export const STREAM_EXAMPLE = `id: @41
event: subscribed
data: {"unit":"20628915-0922-5e62-a448-e7856b5efa26"}

id: 7f1c2b52-6d3e-4a57-9d0c-3a1f0f6c8f11
event: case-finding-recorded
data: {"specversion":"1.0","id":"7f1c2b52-6d3e-4a57-9d0c-3a1f0f6c8f11","type":"inspection.case-changed.v1", …}

:

id: @44

`;
