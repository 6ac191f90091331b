/**
 * The files on their way to the server: kept on this device until it has answered, sent one after another, tried again
 * for as long as the link is broken, and followed until the server has read them.
 */
import { ApiError, type Upload, api } from '../api/client';
import { type LogOptions, type SendLog, sendLog } from '../api/send';
import { backoff_ms } from '../backoff';
import { type Keeper, type KeptLog, LogKeeper } from './kept';

export type QueueState = 'waiting' | 'sending' | 'retrying' | 'stored' | 'processed' | 'failed' | 'refused' | 'unreadable';

/** Whether files outlive the page, and if not, why. */
export type Keeping = 'kept' | 'unavailable' | 'full';

const RETRY_FIRST_MS = 2_000;
const RETRY_CEILING_MS = 60_000;
const POLL_FIRST_MS = 400;
const POLL_CEILING_MS = 10_000;

/** What is known of a file before it is sent. */
type Chosen = Pick<QueueItem, 'name' | 'size_bytes' | 'file' | 'options' | 'alone'>;

/** One file and how far it has come. */
export class QueueItem {
  readonly key: number;
  readonly name: string;
  readonly size_bytes: number;
  /** As it was chosen; `null` when it was chosen before the page opened. */
  readonly file: File | null;
  readonly options: LogOptions;
  /** Whether it came alone, so that somebody waits for this very report. */
  readonly alone: boolean;
  state = $state<QueueState>('waiting');
  /** Share of the bytes that have left, 0 to 1. */
  progress = $state(0);
  failures = $state(0);
  retryIn_ms = $state(0);
  knownBefore = $state(false);
  /** Under which key it is kept on this device, if it is. */
  keptAs = $state<number | null>(null);
  upload = $state.raw<Upload | null>(null);
  error = $state.raw<unknown>(null);
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Settles once it is kept, or cannot be. */
  keeping: Promise<void> = Promise.resolve();

  constructor(key: number, { name, size_bytes, file, options, alone }: Chosen) {
    this.key = key;
    this.name = name;
    this.size_bytes = size_bytes;
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
  /** What the browser believes of the network. It knows nothing of a server on this very machine: for words only. */
  online = $state(true);
  keeping = $state<Keeping>('kept');
  /** Called when the server has read a log. */
  onProcessed: (item: QueueItem, upload: Upload) => void = () => undefined;
  readonly #send: SendLog;
  readonly #look: (id: string) => Promise<Upload>;
  readonly #keeper: Keeper;
  #nextKey = 1;

  constructor(send: SendLog, look: (id: string) => Promise<Upload>, keeper: Keeper) {
    this.#send = send;
    this.#look = look;
    this.#keeper = keeper;
  }

  /** Whether closing the page would lose a file. */
  get atRisk(): boolean {
    return this.items.some((item) => item.isUnsent && item.keptAs === null);
  }

  add(files: File[], options: LogOptions): void {
    const alone = files.length === 1;
    const added = files.map((file) => {
      const { name, size: size_bytes } = file;
      return new QueueItem(this.#nextKey++, { name, size_bytes, file, options: { ...options }, alone });
    });
    for (const item of added) item.keeping = this.#keep(item);
    this.items = [...this.items, ...added];
    void this.#sendNext();
  }

  /** Takes up what an earlier page left unanswered. */
  async restore(): Promise<void> {
    try {
      const restored = (await this.#keeper.list()).map((log) => this.#restored(log));
      this.items = [...restored, ...this.items];
    } catch (error) {
      this.#keepsNothing(error);
    }
    void this.#sendNext();
  }

  #restored({ key, refusal, ...log }: KeptLog): QueueItem {
    const item = new QueueItem(this.#nextKey++, { ...log, file: null, alone: false });
    item.keptAs = key;
    if (refusal) {
      item.state = 'refused';
      item.error = new ApiError(refusal.status, refusal.problem);
    }
    return item;
  }

  /** A file that cannot be read is told when it is sent. */
  async #keep(item: QueueItem): Promise<void> {
    const bytes = await item.file?.arrayBuffer().catch(() => null);
    if (!bytes) return;
    try {
      item.keptAs = await this.#keeper.keep(item.name, bytes, item.options);
      if (!this.atRisk) this.keeping = 'kept';
    } catch (error) {
      this.#keepsNothing(error);
    }
  }

  #keepsNothing(error: unknown): void {
    const isFull = (error as Partial<DOMException> | null)?.name === 'QuotaExceededError';
    this.keeping = isFull ? 'full' : 'unavailable';
  }

  /** What cannot be dropped is sent again by a later page, and known by the server. */
  async #forget(item: QueueItem): Promise<void> {
    await item.keeping;
    if (item.keptAs !== null) await this.#keeper.drop(item.keptAs).catch(() => undefined);
  }

  remove(item: QueueItem): void {
    clearTimeout(item.timer);
    this.items = this.items.filter((other) => other !== item);
    void this.#forget(item);
  }

  /** Whether these bytes had been on the server before they were sent from here. */
  wasKnown(uploadId: string): boolean {
    return this.items.some((item) => item.knownBefore && item.upload?.id === uploadId);
  }

  /** The network came or went, as far as the browser can tell: its return hurries what waits for another attempt. */
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

  /** Sends a refused file again: what the server takes may have changed. */
  resend(item: QueueItem): void {
    item.state = 'waiting';
    if (item.keptAs !== null) void this.#keeper.mark(item.keptAs, null).catch(() => undefined);
    void this.#sendNext();
  }

  async #sendNext(): Promise<void> {
    const next = this.items.find((item) => item.state === 'waiting');
    if (!next || this.items.some((item) => item.state === 'sending')) return;
    next.state = 'sending';
    next.progress = 0;
    const file = await this.#fileOf(next);
    if (file) await this.#sendFile(next, file);
    void this.#sendNext();
  }

  async #sendFile(item: QueueItem, file: File): Promise<void> {
    try {
      const sent = await this.#send(file, item.options, (share) => (item.progress = share));
      item.error = null;
      item.knownBefore = sent.knownBefore;
      void this.#forget(item);
      this.#follow(item, sent.upload, 1);
    } catch (error) {
      await this.#afterFailure(item, error);
    }
  }

  /** The file as it was chosen, or as it is kept when that has gone. */
  async #fileOf(item: QueueItem): Promise<File | null> {
    if (item.file && (await isReadable(item.file))) return item.file;
    await item.keeping;
    if (item.keptAs === null) {
      item.state = 'unreadable';
      return null;
    }
    try {
      const bytes = await this.#keeper.read(item.keptAs);
      if (bytes) return new File([bytes], item.name);
      this.items = this.items.filter((other) => other !== item);
    } catch {
      this.#tryLater(item);
    }
    return null;
  }

  async #afterFailure(item: QueueItem, error: unknown): Promise<void> {
    item.error = error;
    if (error instanceof ApiError && error.isTransient) {
      this.#tryLater(item);
      return;
    }
    item.state = 'refused';
    await item.keeping;
    const { status, problem } = error instanceof ApiError ? error : new ApiError(null, null);
    if (item.keptAs !== null) await this.#keeper.mark(item.keptAs, { status, problem }).catch(() => undefined);
  }

  #tryLater(item: QueueItem): void {
    item.failures += 1;
    item.retryIn_ms = backoff_ms(item.failures, RETRY_FIRST_MS, RETRY_CEILING_MS);
    item.state = 'retrying';
    item.timer = setTimeout(() => {
      item.state = 'waiting';
      void this.#sendNext();
    }, item.retryIn_ms);
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

export const uploads = new UploadQueue(sendLog, api.upload, new LogKeeper());
