import { eventOn, eventually, startSystem, type System } from '#testing';
import { heldBecomes, logMeeting, plantSmallTree, type SmallTree } from './support/small-tree.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const DATE = '2026-03-04';
/** What no log may show: a name and a free text of this test, and any token. */
const PRIVATE = ['Nguyễn Văn Thử', 'Lý do riêng của đồng chí', 'eyJ'];

describe('one trace from the REST call to the cell', () => {
  let system: System;
  let tree: SmallTree;
  let meetingId: string;

  beforeAll(async () => {
    system = await startSystem({ env: { LOG_LEVEL: 'debug' } });
    tree = await plantSmallTree(system);
    const headers = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
    meetingId = (await logMeeting(system, tree.branch, DATE, { headers })).body.id;
    await heldBecomes(system, tree.centre, DATE, 1);
  }, 150_000);
  afterAll(() => system?.stop(), 60_000);

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
    for (const service of system.services) {
      expect(service.logs().length).toBeGreaterThan(0);
      expect(service.lines.filter((line) => PRIVATE.some((text) => line.includes(text)))).toEqual([]);
    }
  }, 60_000);
});
