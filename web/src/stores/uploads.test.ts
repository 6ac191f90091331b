import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError, type Upload } from '../api/client';
import type { LogOptions, SendLog } from '../api/send';
import { UploadQueue } from './uploads.svelte';

const options: LogOptions = { kind: 'auto', department: '', recordedOn: '', note: '' };
const log = (name: string) => new File(['$GPGGA'], name);
const uploadIn = (state: Upload['state']) => ({ id: 'u1', state, drafts: [] }) as unknown as Upload;
const broken = new ApiError(null, null);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a log is sent, followed and reported as processed', async () => {
  const look = vi.fn().mockResolvedValueOnce(uploadIn('received')).mockResolvedValue(uploadIn('processed'));
  const queue = new UploadQueue(async () => ({ upload: uploadIn('received'), knownBefore: false }), look);
  const processed = vi.fn();
  queue.onProcessed = processed;
  queue.add([log('a.nmea')], options);
  expect(queue.hasUnsent).toBe(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.items[0]?.state).toBe('stored');
  expect(queue.hasUnsent).toBe(false);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(queue.items[0]?.state).toBe('processed');
  expect(look).toHaveBeenCalledTimes(2);
  expect(processed).toHaveBeenCalledOnce();
});

test('a broken link is tried again later and later, and the file is never given up', async () => {
  const send = vi.fn<SendLog>().mockRejectedValue(broken);
  const queue = new UploadQueue(send, vi.fn());
  queue.add([log('a.nmea')], options);
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.items[0]?.state).toBe('retrying');
  expect(queue.items[0]?.retryIn_ms).toBe(2_000);
  await vi.advanceTimersByTimeAsync(2_000 + 4_000 + 8_000);
  expect(send).toHaveBeenCalledTimes(4);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(queue.items[0]?.retryIn_ms).toBe(60_000);
  expect(queue.hasUnsent).toBe(true);
});

test('a file chosen while offline waits, and leaves when the network is back', async () => {
  const send = vi.fn<SendLog>().mockResolvedValue({ upload: uploadIn('processed'), knownBefore: true });
  const queue = new UploadQueue(send, vi.fn());
  queue.setOnline(false);
  queue.add([log('a.nmea')], options);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(send).not.toHaveBeenCalled();
  queue.setOnline(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.items[0]?.state).toBe('processed');
  expect(queue.items[0]?.knownBefore).toBe(true);
});

test('a file that the server refuses is not sent again, and does not hold up the next', async () => {
  const problem = { type: '/problems/empty-log', title: '', status: 422, detail: 'empty', message: { fr: 'vide', en: 'empty' } };
  const send = vi.fn<SendLog>()
    .mockRejectedValueOnce(new ApiError(422, problem))
    .mockResolvedValue({ upload: uploadIn('processed'), knownBefore: false });
  const queue = new UploadQueue(send, vi.fn());
  queue.add([log('empty.nmea'), log('good.nmea')], options);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(queue.items.map((item) => item.state)).toEqual(['refused', 'processed']);
  expect(send).toHaveBeenCalledTimes(2);
});

test('a file that vanished from the disk is said to be unreadable', async () => {
  const gone = log('gone.nmea');
  gone.slice = () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }) as unknown as Blob;
  const queue = new UploadQueue(vi.fn<SendLog>().mockRejectedValue(broken), vi.fn());
  queue.add([gone], options);
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.items[0]?.state).toBe('unreadable');
});

test('only one file is on the link at a time', async () => {
  let finish: (() => void) | undefined;
  const send = vi.fn<SendLog>(() => new Promise((resolve) => {
    finish = () => resolve({ upload: uploadIn('processed'), knownBefore: false });
  }));
  const queue = new UploadQueue(send, vi.fn());
  queue.add([log('a'), log('b')], options);
  await vi.advanceTimersByTimeAsync(0);
  expect(send).toHaveBeenCalledTimes(1);
  finish?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(send).toHaveBeenCalledTimes(2);
});
