/**
 * The files on their way to the server: sent one after another, tried again for as long as the link is broken, and
 * followed until the server has read them.
 */
import { ApiError, type Upload, api } from '../api/client';
import { type LogOptions, type SendLog, sendLog } from '../api/send';
import { backoff_ms } from '../backoff';

export type QueueState = 'waiting' | 'sending' | 'retrying' | 'stored' | 'processed' | 'failed' | 'refused' | 'unreadable';

const RETRY_FIRST_MS = 2_000;
const RETRY_CEILING_MS = 60_000;
const POLL_FIRST_MS = 400;
const POLL_CEILING_MS = 10_000;

/** One file and how far it has come. */
export class QueueItem {
  readonly key: number;
  readonly file: File;
  readonly options: LogOptions;
  /** Whether it came alone, so that somebody waits for this very report. */
  readonly alone: boolean;
  state = $state<QueueState>('waiting');
  /** Share of the bytes that have left, 0 to 1. */
  progress = $state(0);
  failures = $state(0);
  retryIn_ms = $state(0);
  knownBefore = $state(false);
  upload = $state.raw<Upload | null>(null);
  error = $state.raw<unknown>(null);
  timer: ReturnType<typeof setTimeout> | undefined;

  constructor(key: number, file: File, options: LogOptions, alone: boolean) {
    this.key = key;
    this.file = file;
    this.options = options;
    this.alone = alone;
  }

  /** Whether its bytes are not yet safe on the server. */
  get isUnsent(): boolean {
    return this.state === 'waiting' || this.state === 'sending' || this.state === 'retrying';
  }
}

async function isReadable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

export class UploadQueue {
  items = $state.raw<QueueItem[]>([]);
  online = $state(true);
  /** Called when the server has read a log. */
  onProcessed: (item: QueueItem, upload: Upload) => void = () => undefined;
  readonly #send: SendLog;
  readonly #look: (id: string) => Promise<Upload>;
  #nextKey = 1;

  constructor(send: SendLog, look: (id: string) => Promise<Upload>) {
    this.#send = send;
    this.#look = look;
  }

  get hasUnsent(): boolean {
    return this.items.some((item) => item.isUnsent);
  }

  add(files: File[], options: LogOptions): void {
    const added = files.map((file) => new QueueItem(this.#nextKey++, file, { ...options }, files.length === 1));
    this.items = [...this.items, ...added];
    void this.#sendNext();
  }

  remove(item: QueueItem): void {
    clearTimeout(item.timer);
    this.items = this.items.filter((other) => other !== item);
  }

  /** Whether these bytes had been on the server before they were sent from here. */
  wasKnown(uploadId: string): boolean {
    return this.items.some((item) => item.knownBefore && item.upload?.id === uploadId);
  }

  /** The network came or went. */
  setOnline(online: boolean): void {
    this.online = online;
    if (online) this.retryNow();
  }

  /** Does not wait for the next attempt. */
  retryNow(): void {
    for (const item of this.items.filter(({ state }) => state === 'retrying')) {
      clearTimeout(item.timer);
      item.state = 'waiting';
    }
    void this.#sendNext();
  }

  async #sendNext(): Promise<void> {
    const next = this.items.find((item) => item.state === 'waiting');
    if (!next || !this.online || this.items.some((item) => item.state === 'sending')) return;
    next.state = 'sending';
    next.progress = 0;
    try {
      const sent = await this.#send(next.file, next.options, (share) => (next.progress = share));
      next.error = null;
      next.knownBefore = sent.knownBefore;
      this.#follow(next, sent.upload, 1);
    } catch (error) {
      await this.#afterFailure(next, error);
    }
    void this.#sendNext();
  }

  async #afterFailure(item: QueueItem, error: unknown): Promise<void> {
    item.error = error;
    const isTransient = error instanceof ApiError && error.isTransient;
    if (isTransient && !(await isReadable(item.file))) {
      item.state = 'unreadable';
    } else if (isTransient) {
      item.failures += 1;
      item.retryIn_ms = backoff_ms(item.failures, RETRY_FIRST_MS, RETRY_CEILING_MS);
      item.state = 'retrying';
      item.timer = setTimeout(() => {
        item.state = 'waiting';
        void this.#sendNext();
      }, item.retryIn_ms);
    } else {
      item.state = 'refused';
    }
  }

  /** Looks again, ever less often, until the server has read the log. */
  #follow(item: QueueItem, upload: Upload, looks: number): void {
    item.upload = upload;
    item.state = upload.state === 'received' ? 'stored' : upload.state;
    if (upload.state !== 'received') {
      this.onProcessed(item, upload);
      return;
    }
    item.timer = setTimeout(async () => {
      const latest = await this.#look(upload.id).catch(() => upload);
      this.#follow(item, latest, looks + 1);
    }, backoff_ms(looks, POLL_FIRST_MS, POLL_CEILING_MS));
  }
}

export const uploads = new UploadQueue(sendLog, api.upload);
