import { eventOn, eventually, OtlpReceiver, startSystem, type ReceivedSpan, type System } from '#testing';
import { heldBecomes, logMeeting, plantSmallTree, type SmallTree } from './support/small-tree.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const DATE = '2026-03-04';
/** What no log may show: a name and a free text of this test, and any token. */
const PRIVATE = ['Nguyễn Văn Thử', 'Lý do riêng của đồng chí', 'eyJ'];

describe('one trace from the REST call to the cell', () => {
  const collector = new OtlpReceiver();
  let system: System;
  let tree: SmallTree;
  let meetingId: string;

  beforeAll(async () => {
    const OTEL_EXPORTER_OTLP_ENDPOINT = await collector.start();
    system = await startSystem({
      env: { LOG_LEVEL: 'debug', OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_BSP_SCHEDULE_DELAY: '300' },
    });
    tree = await plantSmallTree(system);
    const headers = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
    meetingId = (await logMeeting(system, tree.branch, DATE, { headers })).body.id;
    await heldBecomes(system, tree.centre, DATE, 1);
  }, 150_000);
  afterAll(async () => {
    await system?.stop();
    await collector.stop();
  }, 60_000);

  it('is in the event on Kafka', async () => {
    const event = await eventOn(`${system.prefix}meetings.events`, ({ data }) => data?.meetingId === meetingId);
    expect(event.traceparent).toContain(TRACE);
  }, 60_000);

  it('is in the lineage of the figure', async () => {
    const reply = await system
      .client('reports')
      .get(`/v1/units/${tree.centre}/lineage?period=${DATE}&measure=meetings.held`);
    expect(reply.status).toBe(200);
    expect(JSON.stringify(reply.body)).toContain(TRACE);
  });

  it('is in the log lines of the service that took the call and of the one that counted', async () => {
    for (const name of ['meetings', 'reports'] as const) {
      await eventually(() => system.one(name).lines.some((line) => line.includes(TRACE)));
    }
  });

  it('is in the spans of the request, its transaction, the publishing and the processing', async () => {
    const ofTrace = (): ReceivedSpan[] => collector.spans.filter(({ traceId }) => traceId === TRACE);
    const named = (service: string, name: string) =>
      eventually(() => ofTrace().find((span) => span.service === service && span.name === name));
    const request = await named('meetings', 'POST /v1/meetings');
    const transaction = await named('meetings', 'transaction');
    const publish = await named('meetings', 'meetings.events publish');
    const process = await named('reports', 'meetings.events process');
    expect(request.parentSpanId).toBe('00f067aa0ba902b7');
    expect(transaction.parentSpanId).toBe(request.spanId);
    expect([publish.parentSpanId, process.parentSpanId]).toEqual([transaction.spanId, transaction.spanId]);
    expect(request.fields).toEqual({
      'http.request.method': 'POST',
      'http.response.status_code': 201,
      'http.route': '/v1/meetings',
    });
    expect(process.fields).toMatchObject({
      'messaging.system': 'kafka',
      'messaging.destination.name': 'meetings.events',
      'messaging.operation.type': 'process',
      'messaging.message.id': publish.fields['messaging.message.id'] as string,
    });
  }, 60_000);

  it('comes with metrics: the way of the meeting is counted, and nothing of it is named', async () => {
    const scraped = async (name: 'meetings' | 'reports'): Promise<string> =>
      (await fetch(`${system.one(name).url}/metrics`)).text();
    const meetings = await scraped('meetings');
    const reports = await scraped('reports');
    expect(meetings).toMatch(/^lien_cap_outbox_sent_total\{topic="meetings.events",service="meetings"\} 1$/m);
    expect(meetings).toMatch(/^lien_cap_outbox_pending\{service="meetings"\} 0$/m);
    expect(meetings).toMatch(/^lien_cap_relay_leads\{service="meetings"\} 1$/m);
    expect(reports).toMatch(
      /^lien_cap_accept_to_visible_seconds_count\{service="reports",topic="meetings.events"\} 1$/m,
    );
    expect(reports).toMatch(/^lien_cap_consumer_batch_events_sum\{service="reports",topic="meetings.events"\} 1$/m);
    expect(reports.match(/^lien_cap_consumer_lag_records\{topic="meetings.events",/gm)).toHaveLength(6);
    expect(reports).toMatch(/^lien_cap_source_silence_seconds\{topic="meetings.events",service="reports"\} \d/m);
    expect(reports).toMatch(/^lien_cap_tree_revision\{service="reports"\} 4$/m);
    expect(reports).toMatch(/^lien_cap_tree_changes_waiting\{service="reports"\} 0$/m);
    expect(reports).toMatch(/^process_resident_memory_bytes\{service="reports"\} \d+$/m);
    expect(meetings + reports).not.toContain(meetingId);
    expect(meetings + reports).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  }, 60_000);

  it('comes with log lines that are JSON and show nothing of a person', async () => {
    const meetings = system.client('meetings');
    const voided = await meetings.post(
      `/v1/meetings/${meetingId}/void`,
      { reason: `${PRIVATE[1]} ${PRIVATE[0]}` },
      { ifMatch: 1 },
    );
    expect(voided.status).toBe(200);
    const refused = await meetings.call('POST', '/v1/meetings', { body: { chair: PRIVATE[0] } });
    expect(refused.status).toBe(400);
    const search = await system.client('registry').call('POST', '/v1/roles/search', { body: { person: PRIVATE[0] } });
    expect(search.status).toBeLessThan(500);
    await heldBecomes(system, tree.centre, DATE, 0);
    await eventually(() => collector.spans.some(({ name }) => name === 'POST /v1/meetings/:id/void'));
    expect(collector.bodies.filter((body) => PRIVATE.some((text) => body.includes(text)))).toEqual([]);
    for (const service of system.services) {
      expect(service.logs().length).toBeGreaterThan(0);
      expect(service.lines.filter((line) => PRIVATE.some((text) => line.includes(text)))).toEqual([]);
    }
  }, 60_000);
});
