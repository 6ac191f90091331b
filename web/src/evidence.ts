/** What a right or an occupancy rests on: a source on record, or one that is put there with it. */
import { type NewSource, records } from './api/records';

/** What was chosen or written of a source. */
export interface Evidence {
  /** A source's identifier; `NEW` for one that is written here; empty for none. */
  id: string;
  kind: string;
  number: string;
  datedOn: string;
  file: File | null;
  /** The new source, once it is on record as it was written: a later attempt with the same words does not make another. */
  stored: { id: string; words: string } | null;
}

export const NEW = 'new';

export const noEvidence = (): Evidence => ({ id: '', kind: '', number: '', datedOn: '', file: null, stored: null });

/** Whether it can be sent as it is. */
export const isWhole = ({ id, kind }: Evidence): boolean => id !== NEW || kind !== '';

export const sourceFrom = ({ kind, number, datedOn }: Evidence, department: string): NewSource => ({
  department,
  kind,
  number: number.trim() || null,
  dated_on: datedOn || null,
});

/** The identifier of the source, which is put on record first when it is new, with its file. */
export async function storedSource(evidence: Evidence, department: string): Promise<string | null> {
  if (evidence.id !== NEW) return evidence.id || null;
  const source = sourceFrom(evidence, department);
  const words = JSON.stringify(source);
  if (evidence.stored?.words !== words) evidence.stored = { id: (await records.addSource(source)).id, words };
  const { id } = evidence.stored;
  if (evidence.file) {
    await records.addDocument({ source: id }, evidence.number.trim() || evidence.file.name, evidence.file);
    evidence.file = null;
  }
  return id;
}
