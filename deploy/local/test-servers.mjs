export async function startTestServers() {
  if (!process.env.KAFKA_BROKERS || !process.env.MONGODB_URI) throw new Error('Set KAFKA_BROKERS and MONGODB_URI');
}
export async function stopTestServers() {}
