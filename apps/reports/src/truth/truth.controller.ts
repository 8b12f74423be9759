import { Authorizer, Principal, Route } from '#http';
import { localInstant } from '#calendar';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { toRunAnswer } from '../reconciliation/reconciliation-answers.js';
import { TruthAnswer, type TopicTruthAnswer } from './truth.dto.js';
import { TruthReader, type Truth } from './truth.reader.js';
import type { TopicTruth } from './truth.rules.js';

const ABOUT = `Every fact that a service ever accepted is in the figures, waits for its unit, was put aside, or waits in the
outbox of its service:

**accepted = applied + unplaced + refused + pending**

counted at one instant, also while facts flow: that of the last watermark which every partition was worked up to.
\`balanced\` says whether it is so. The last reconciliation says whether they are the right facts.`;

const toTopic = ({ at, oldestPending, ...rest }: TopicTruth): TopicTruthAnswer => ({
  ...rest,
  at: at && localInstant(at),
  oldestPending: oldestPending && localInstant(oldestPending),
});

function toAnswer({ at, services, deadLetters, disputed, last }: Truth): TruthAnswer {
  const states = services.map(({ balanced }) => balanced);
  return {
    at: localInstant(at),
    balanced: states.includes(false) ? false : states.includes(null) ? null : true,
    services: services.map((service) => ({ ...service, topics: service.topics.map(toTopic) })),
    deadLetters,
    disputed,
    lastReconciliation: last && toRunAnswer(last),
  };
}

@ApiTags('Operation')
@Controller('v1/truth')
export class TruthController {
  constructor(
    private readonly reader: TruthReader,
    private readonly authorizer: Authorizer,
  ) {}

  @Get()
  @Route({
    summary: 'Read whether every accepted fact is accounted for',
    description: ABOUT,
    access: 'operations',
    answer: { type: TruthAnswer, description: 'Each service, what could not be applied, and the last reconciliation.' },
  })
  async read(@Principal() { sub }: Principal): Promise<TruthAnswer> {
    await this.authorizer.requireAnywhere(sub, 'operations');
    return toAnswer(await this.reader.read());
  }
}
