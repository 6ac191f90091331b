/**
 * The logs that the server has not answered yet, kept on this device: a crash, a reload or a closed tab loses none.
 *
 * What a log is and its bytes lie in two stores, so that a list of many does not load them all.
 */
import type { Problem } from '../api/client';
import type { LogOptions } from '../api/send';

const DATABASE = 'suuf';
const LOGS = 'logs';
const BYTES = 'bytes';

/** Why the server did not take a log. */
export interface Refusal {
  status: number | null;
  problem: Problem | null;
}

/** A kept log without its bytes. */
export interface KeptLog {
  key: number;
  name: string;
  size_bytes: number;
  options: LogOptions;
  refusal: Refusal | null;
}

/** What a queue asks of the one who keeps its logs. */
export type Keeper = Pick<LogKeeper, keyof LogKeeper>;

export class LogKeeper {
  readonly #factory: () => IDBFactory;
  #opened: Promise<IDBDatabase> | null = null;

  /** The factory is asked for late: a browser that keeps nothing may throw when it is. */
  constructor(factory: () => IDBFactory = () => globalThis.indexedDB) {
    this.#factory = factory;
  }

  /** The kept logs, in the order in which they were chosen. */
  list(): Promise<KeptLog[]> {
    return this.#run('readonly', (logs) => logs.getAll());
  }

  /** Keeps a log and gives its key; once this resolves the bytes are on the disk. */
  async keep(name: string, bytes: ArrayBuffer, options: LogOptions): Promise<number> {
    const log: Omit<KeptLog, 'key'> = { name, size_bytes: bytes.byteLength, options, refusal: null };
    const key = await this.#run('readwrite', (logs, store) => {
      const added = logs.add(log);
      added.onsuccess = () => store.add(bytes, added.result);
      return added;
    });
    return Number(key);
  }

  /** The bytes of a kept log; `null` when another page has sent or removed it. */
  async read(key: number): Promise<ArrayBuffer | null> {
    const bytes = await this.#run<ArrayBuffer | undefined>('readonly', (_, store) => store.get(key));
    return bytes ?? null;
  }

  /** Notes that the server refused a log, or that it is to be sent again. */
  async mark(key: number, refusal: Refusal | null): Promise<void> {
    await this.#run<KeptLog | undefined>('readwrite', (logs) => {
      const found: IDBRequest<KeptLog | undefined> = logs.get(key);
      found.onsuccess = () => found.result && logs.put({ ...found.result, refusal });
      return found;
    });
  }

  async drop(key: number): Promise<void> {
    await this.#run('readwrite', (logs, store) => {
      logs.delete(key);
      return store.delete(key);
    });
  }

  /** One transaction; what it wrote is on the disk when it resolves. */
  async #run<Value>(mode: IDBTransactionMode, work: (logs: IDBObjectStore, bytes: IDBObjectStore) => IDBRequest<Value>): Promise<Value> {
    const database = await this.#open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction([LOGS, BYTES], mode, { durability: 'strict' });
      const request = work(transaction.objectStore(LOGS), transaction.objectStore(BYTES));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error('the browser gave up a transaction'));
    });
  }

  #open(): Promise<IDBDatabase> {
    this.#opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = this.#factory().open(DATABASE, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(LOGS, { keyPath: 'key', autoIncrement: true });
        request.result.createObjectStore(BYTES);
      };
      request.onsuccess = () => {
        request.result.onclose = () => (this.#opened = null);
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    }).catch((error: unknown) => {
      this.#opened = null;
      throw error;
    });
    return this.#opened;
  }
}
