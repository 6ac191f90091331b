import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError, type Upload } from '../api/client';
import type { LogOptions, SendLog } from '../api/send';
import type { Keeper, KeptLog } from './kept';
import { UploadQueue } from './uploads.svelte';

const options: LogOptions = { kind: 'auto', department: '', recordedOn: '', note: '' };
const log = (name: string) => new File(['$GPGGA'], name);
const uploadIn = (state: Upload['state']) => ({ id: 'u1', state, drafts: [] }) as unknown as Upload;
const broken = new ApiError(null, null);

/** Keeps in memory, at once. */
class MemoryKeeper implements Keeper {
  readonly logs = new Map<number, KeptLog & { bytes: ArrayBuffer }>();
  list = async () => [...this.logs.values()].map(({ bytes: _, ...log }) => log);
  read = async (key: number) => this.logs.get(key)?.bytes ?? null;
  drop = async (key: number) => void this.logs.delete(key);

  async keep(name: string, bytes: ArrayBuffer, chosen: LogOptions) {
    const key = this.logs.size + 1;
    this.logs.set(key, { key, name, bytes, size_bytes: bytes.byteLength, options: chosen, refusal: null });
    return key;
  }

  async mark(key: number, refusal: KeptLog['refusal']) {
    const found = this.logs.get(key);
    if (found) this.logs.set(key, { ...found, refusal });
  }
}

const queueOf = (send: SendLog, look: (id: string) => Promise<Upload> = vi.fn(), keeper: Keeper = new MemoryKeeper()) =>
  new UploadQueue(send, look, keeper);
const vanish = (file: File) => {
  const read = () => Promise.reject(new Error('gone'));
  file.arrayBuffer = read;
  file.slice = () => ({ arrayBuffer: read }) as unknown as Blob;
};
const sent = { upload: uploadIn('processed'), knownBefore: false };
const problem = { type: '/problems/empty-log', title: '', status: 422, detail: 'empty', message: { fr: 'vide', en: 'empty' } };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a log is sent, followed and reported as processed', async () => {
  const look = vi.fn().mockResolvedValueOnce(uploadIn('received')).mockResolvedValue(uploadIn('processed'));
  const queue = queueOf(async () => ({ upload: uploadIn('received'), knownBefore: false }), look);
  const processed = vi.fn();
  queue.onProcessed = processed;
  queue.add([log('a.nmea')], options);
  expect(queue.items[0]?.isUnsent).toBe(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.items[0]?.state).toBe('stored');
  expect(queue.items[0]?.isUnsent).toBe(false);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(queue.items[0]?.state).toBe('processed');
  expect(look).toHaveBeenCalledTimes(2);
  expect(processed).toHaveBeenCalledOnce();
});

test('a broken link is tried again later and later, and the file is never given up', async () => {
  const send = vi.fn<SendLog>().mockRejectedValue(broken);
  const queue = queueOf(send);
  queue.add([log('a.nmea')], options);
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.items[0]?.state).toBe('retrying');
  expect(queue.items[0]?.retryIn_ms).toBe(2_000);
  await vi.advanceTimersByTimeAsync(2_000 + 4_000 + 8_000);
  expect(send).toHaveBeenCalledTimes(4);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(queue.items[0]?.retryIn_ms).toBe(60_000);
  expect(queue.items[0]?.isUnsent).toBe(true);
});

test('a file chosen while offline is tried all the same, and hurried when the network is back', async () => {
  const send = vi.fn<SendLog>().mockRejectedValueOnce(broken).mockResolvedValue({ upload: uploadIn('processed'), knownBefore: true });
  const queue = queueOf(send);
  queue.setOnline(false);
  queue.add([log('a.nmea')], options);
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.items[0]?.state).toBe('retrying');
  queue.setOnline(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.items[0]?.state).toBe('processed');
  expect(queue.items[0]?.knownBefore).toBe(true);
});

test('a server on this very machine takes files while the browser believes itself offline', async () => {
  const send = vi.fn<SendLog>().mockResolvedValue(sent);
  const queue = queueOf(send);
  queue.setOnline(false);
  queue.add([log('a.nmea')], options);
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.items[0]?.state).toBe('processed');
});

test('a file that the server refuses is not sent again, and does not hold up the next', async () => {
  const send = vi.fn<SendLog>()
    .mockRejectedValueOnce(new ApiError(422, problem))
    .mockResolvedValue({ upload: uploadIn('processed'), knownBefore: false });
  const queue = queueOf(send);
  queue.add([log('empty.nmea'), log('good.nmea')], options);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(queue.items.map((item) => item.state)).toEqual(['refused', 'processed']);
  expect(send).toHaveBeenCalledTimes(2);
});

test('a file that vanished from the disk is said to be unreadable', async () => {
  const gone = log('gone.nmea');
  vanish(gone);
  const queue = queueOf(vi.fn<SendLog>().mockRejectedValue(broken));
  queue.add([gone], options);
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.items[0]?.state).toBe('unreadable');
});

test('only one file is on the link at a time', async () => {
  let finish: (() => void) | undefined;
  const send = vi.fn<SendLog>(() => new Promise((resolve) => {
    finish = () => resolve({ upload: uploadIn('processed'), knownBefore: false });
  }));
  const queue = queueOf(send);
  queue.add([log('a'), log('b')], options);
  await vi.advanceTimersByTimeAsync(0);
  expect(send).toHaveBeenCalledTimes(1);
  finish?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(send).toHaveBeenCalledTimes(2);
});

test('a file that was not answered is there again when the page opens, and is sent with what was said of it', async () => {
  const keeper = new MemoryKeeper();
  const before = queueOf(vi.fn<SendLog>().mockRejectedValue(broken), undefined, keeper);
  before.add([log('a.nmea')], { ...options, note: 'près du puits' });
  expect(before.atRisk).toBe(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(before.items[0]?.state).toBe('retrying');
  expect(before.atRisk).toBe(false);

  const send = vi.fn<SendLog>().mockResolvedValue(sent);
  const after = queueOf(send, undefined, keeper);
  await after.restore();
  expect(after.items.map(({ name, size_bytes }) => ({ name, size_bytes }))).toEqual([{ name: 'a.nmea', size_bytes: 6 }]);
  await vi.advanceTimersByTimeAsync(0);
  const [file, said] = send.mock.calls[0] ?? [];
  expect(file?.name).toBe('a.nmea');
  expect(await file?.text()).toBe('$GPGGA');
  expect(said?.note).toBe('près du puits');
  expect(after.items[0]?.state).toBe('processed');
  expect(keeper.logs.size).toBe(0);
});

test('a refused file stays with its reason until it is sent again or removed', async () => {
  const keeper = new MemoryKeeper();
  const before = queueOf(vi.fn<SendLog>().mockRejectedValue(new ApiError(422, problem)), undefined, keeper);
  before.add([log('a.nmea'), log('b.nmea')], options);
  await vi.advanceTimersByTimeAsync(0);

  const send = vi.fn<SendLog>().mockResolvedValue(sent);
  const after = queueOf(send, undefined, keeper);
  await after.restore();
  const [first, second] = after.items;
  if (!first || !second) throw new Error('both are kept');
  expect(first.state).toBe('refused');
  expect((first.error as ApiError).problem).toEqual(problem);
  expect(send).not.toHaveBeenCalled();
  after.remove(second);
  after.resend(first);
  await vi.advanceTimersByTimeAsync(0);
  expect(first.state).toBe('processed');
  expect(keeper.logs.size).toBe(0);
});

test('a card that is pulled out does not matter once its files are kept', async () => {
  const send = vi.fn<SendLog>().mockRejectedValueOnce(broken).mockResolvedValue(sent);
  const queue = queueOf(send);
  const file = log('a.nmea');
  queue.add([file], options);
  await vi.advanceTimersByTimeAsync(0);
  vanish(file);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(queue.items[0]?.state).toBe('processed');
  expect(await send.mock.calls[1]?.[0].text()).toBe('$GPGGA');
});

test('what another page has sent meanwhile leaves the list', async () => {
  const keeper = new MemoryKeeper();
  await keeper.keep('a.nmea', new ArrayBuffer(6), options);
  const send = vi.fn<SendLog>().mockRejectedValueOnce(broken);
  const queue = queueOf(send, undefined, keeper);
  await queue.restore();
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.items[0]?.state).toBe('retrying');
  keeper.logs.clear();
  queue.setOnline(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.items).toHaveLength(0);
  expect(send).toHaveBeenCalledOnce();
});

test.each([
  ['full', new DOMException('no room', 'QuotaExceededError')],
  ['unavailable', new DOMException('not here', 'InvalidStateError')],
] as const)('a store that is %s is told, and the file is sent from memory', async (keeping, trouble) => {
  const keeper = new MemoryKeeper();
  keeper.keep = () => Promise.reject(trouble);
  const send = vi.fn<SendLog>().mockRejectedValueOnce(broken).mockResolvedValue(sent);
  const queue = queueOf(send, undefined, keeper);
  queue.add([log('a.nmea')], options);
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.keeping).toBe(keeping);
  expect(queue.atRisk).toBe(true);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(queue.items[0]?.state).toBe('processed');
  expect(queue.atRisk).toBe(false);
});
