import type { HttpClient, Reply, ServiceName, System } from '#testing';

/** An answer, and what was asked. */
export type Heard = { service: ServiceName; method: string; path: string; reply: Reply };

/** A client that puts down every answer, also those that are sent for again. */
export function listeningClient(system: System, service: ServiceName, heard: Heard[], sub?: string | null): HttpClient {
  const client = system.client(service, sub);
  const call = client.call.bind(client);
  client.call = async <B>(...[method, path, options]: Parameters<HttpClient['call']>): Promise<Reply<B>> => {
    const reply = await call<B>(method, path, options);
    heard.push({ service, method, path, reply: reply as Reply });
    return reply;
  };
  return client;
}
