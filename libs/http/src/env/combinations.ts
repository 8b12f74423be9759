type Source = Readonly<Record<string, string | undefined>>;

const KAFKA_FILES = ['KAFKA_TLS_CA_FILE', 'KAFKA_TLS_CERT_FILE', 'KAFKA_TLS_KEY_FILE'];
const KAFKA_SIGN_IN = ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'];
const MONGODB_FILES = ['MONGODB_TLS_CA_FILE', 'MONGODB_TLS_CERT_KEY_FILE'];

/**
 * Variables that are each right and do not go together, as a line that begins with the name of one; undefined when all
 * do. A setting that another one leaves without effect would make believe that a connection is safer than it is.
 */
export function wrongCombination(source: Source): string | undefined {
  const value = (name: string): string => source[name] ?? '';
  const given = (name: string): boolean => value(name) !== '';
  return [...kafkaFaults(value, given), ...mongodbFaults(value, given)][0];
}

type Value = (name: string) => string;
type Given = (name: string) => boolean;

function kafkaFaults(value: Value, given: Given): string[] {
  const tls = value('KAFKA_TLS') === 'on';
  const [ca, cert, key] = KAFKA_FILES as [string, string, string];
  const faults = tls ? [] : [ca, cert, key].filter(given).map((name) => `${name} is set and KAFKA_TLS is not on`);
  if (given(cert) && !given(key)) faults.push(`${key} is not set; ${cert} needs it`);
  if (given(key) && !given(cert)) faults.push(`${cert} is not set; ${key} needs it`);
  return [...faults, ...signInFaults(value, given, tls)];
}

function signInFaults(value: Value, given: Given, tls: boolean): string[] {
  const mechanism = value('KAFKA_SASL_MECHANISM') || 'none';
  if (mechanism === 'none')
    return KAFKA_SIGN_IN.filter(given).map((name) => `${name} is set and KAFKA_SASL_MECHANISM is none`);
  const missing = KAFKA_SIGN_IN.filter((name) => !given(name));
  const faults = missing.map((name) => `${name} is not set; KAFKA_SASL_MECHANISM needs it`);
  if (mechanism === 'plain' && !tls && value('NODE_ENV') === 'production')
    faults.push('KAFKA_SASL_MECHANISM is plain, which shows the password to the network: set KAFKA_TLS');
  return faults;
}

const mongodbFaults = (value: Value, given: Given): string[] =>
  /[?&](tls|ssl)=false(&|$)/.test(value('MONGODB_URI'))
    ? MONGODB_FILES.filter(given).map((name) => `${name} is set and MONGODB_URI turns TLS off`)
    : [];
