// Who may do what where in the demo. The first administrator needs no grant.
import { demoId } from './ids.mjs';

const grant = (person, role, code) => ({
  id: demoId(`role:${person}`),
  person,
  role,
  unitId: demoId(code),
  from: '2020-01-01',
});

export const GRANTS = [
  grant('demo-organiser-centre', 'administrator', 'TW'),
  grant('demo-operator-centre', 'operator', 'TW'),
  grant('demo-integrator', 'integrator', 'TW'),
  grant('demo-operator-hai-phong', 'operator', 'HP'),
  grant('demo-inspector-hai-phong', 'inspector', 'HP'),
  grant('demo-clerk-vinh-niem', 'clerk', 'HP-VN'),
  grant('demo-secretary-vinh-niem', 'secretary', 'HP-VN'),
  grant('demo-clerk-my-phong', 'clerk', 'DT-MP'),
  grant('demo-secretary-my-phong', 'secretary', 'DT-MP'),
  grant('demo-operator-quang-ngai', 'operator', 'QNG'),
  grant('demo-inspector-quang-ngai', 'inspector', 'QNG'),
  grant('demo-clerk-dak-pek', 'clerk', 'KT-DP'),
];
