import type { Part } from './supervisor.mjs';

type Service = 'registry' | 'meetings' | 'inspection' | 'reports';
type Addresses = Record<Service | 'issuer', string>;
export const NODE_FLAGS: string[];
export function addressesOf(ports: Record<Service | 'issuer', number>): Addresses;
export function issuerPart(options: { addresses: Addresses; ports: Record<string, number>; home: string }): Part;
export function servicePart(
  name: Service,
  options: {
    addresses: Addresses;
    ports: Record<string, number>;
    servers: { mongodbUri: string; brokers: string };
  },
): Part;
