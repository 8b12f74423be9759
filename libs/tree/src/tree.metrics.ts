import { gauge, onScrape } from '#observability';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { TreeReplica } from './tree-replica.js';

const treeRevision = gauge({
  name: 'lien_cap_tree_revision',
  help: 'Revision of the tree that this service has; services differ only while a change is on its way',
});

/** Tells the revision of the stored tree when somebody asks. */
@Injectable()
export class TreeMetrics implements OnModuleInit, OnModuleDestroy {
  #unread: (() => void) | undefined;

  constructor(private readonly replica: TreeReplica) {}

  onModuleInit(): void {
    this.#unread = onScrape('tree', [treeRevision], async () => treeRevision.set(await this.replica.headRevision()));
  }

  onModuleDestroy(): void {
    this.#unread?.();
  }
}
