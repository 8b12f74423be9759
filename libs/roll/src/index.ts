export { RollReplicaModule } from './roll.module.js';
export { ROLL, rollMigration, type RollDocument } from './roll.replica.js';
export { memberAt, rollOn, type RollMember, type RollRecord } from './roll.rules.js';
export { Roll } from './roll.js';
