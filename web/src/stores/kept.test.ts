import { IDBFactory } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import type { LogOptions } from '../api/send';
import { LogKeeper } from './kept';

const options: LogOptions = { kind: 'parcel', department: 'SN1302', recordedOn: '2026-01-31', note: 'après la pluie' };
const bytesOf = (text: string) => new TextEncoder().encode(text).buffer;
const problem = { type: '/problems/empty-log', title: '', status: 422, detail: 'empty', message: { fr: 'vide', en: 'empty' } };

test('what one page keeps the next one finds, byte for byte and in order', async () => {
  const factory = new IDBFactory();
  const before = new LogKeeper(() => factory);
  await before.keep('a.nmea', bytesOf('$GPGGA,1\r\n'), options);
  await before.keep('b.nmea', bytesOf('$GPGGA,2\r\n'), options);
  const after = new LogKeeper(() => factory);
  const [first, second] = await after.list();
  expect(first).toMatchObject({ name: 'a.nmea', size_bytes: 10, options, refusal: null });
  expect(second?.name).toBe('b.nmea');
  const bytes = await after.read(first?.key ?? 0);
  expect(new TextDecoder().decode(bytes ?? undefined)).toBe('$GPGGA,1\r\n');
});

test('a dropped log leaves neither its name nor its bytes', async () => {
  const factory = new IDBFactory();
  const keeper = new LogKeeper(() => factory);
  const key = await keeper.keep('a.nmea', bytesOf('$GPGGA'), options);
  await keeper.drop(key);
  expect(await keeper.list()).toEqual([]);
  expect(await keeper.read(key)).toBeNull();
});

test('a refusal is remembered, and forgotten when the log is to be sent again', async () => {
  const factory = new IDBFactory();
  const keeper = new LogKeeper(() => factory);
  const key = await keeper.keep('a.nmea', bytesOf('$GPGGA'), options);
  await keeper.mark(key, { status: 422, problem });
  expect((await keeper.list())[0]?.refusal).toEqual({ status: 422, problem });
  await keeper.mark(key, null);
  expect((await keeper.list())[0]?.refusal).toBeNull();
  await keeper.drop(key);
  await keeper.mark(key, { status: 422, problem });
  expect(await keeper.list()).toEqual([]);
});

test('a browser without a store says so, and may find one later', async () => {
  let factory: IDBFactory | null = null;
  const keeper = new LogKeeper(() => {
    if (!factory) throw new Error('SecurityError');
    return factory;
  });
  await expect(keeper.list()).rejects.toThrow('SecurityError');
  factory = new IDBFactory();
  await expect(keeper.list()).resolves.toEqual([]);
});
