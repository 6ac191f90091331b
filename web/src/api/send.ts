/**
 * Sends one log to the server with progress. `fetch` cannot tell how much of a body has left, so this is XMLHttpRequest.
 *
 * Sending the same bytes twice is safe: the server knows them by their hash and answers with the first upload.
 */
import { ApiError, isProblem, type SurveyKind, type Upload } from './client';

/** What the surveyor says of a log; empty fields are left out. */
export interface LogOptions {
  kind: SurveyKind;
  department: string;
  recordedOn: string;
  note: string;
}

/** What became of the bytes: stored now, or known from before. */
export interface Sent {
  upload: Upload;
  knownBefore: boolean;
}

export type SendLog = (file: File, options: LogOptions, onProgress: (share: number) => void) => Promise<Sent>;

/** A link that moves no byte for so long is broken, even if nobody says so. */
const STALL_MS = 45_000;

function formOf(file: File, options: LogOptions): FormData {
  const form = new FormData();
  form.set('kind', options.kind);
  if (options.department) form.set('department', options.department);
  if (options.recordedOn) form.set('recorded_on', options.recordedOn);
  if (options.note.trim()) form.set('note', options.note.trim());
  form.set('log', file, file.name);
  return form;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** Resolves once the server has committed the bytes; rejects with an `ApiError`. */
export const sendLog: SendLog = (file, options, onProgress) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let watchdog = setTimeout(() => request.abort(), STALL_MS);
    const stirred = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => request.abort(), STALL_MS);
    };
    request.upload.onprogress = (event) => {
      stirred();
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onerror = request.onabort = () => {
      clearTimeout(watchdog);
      reject(new ApiError(null, null));
    };
    request.onload = () => {
      clearTimeout(watchdog);
      const body = parsed(request.responseText);
      if ((request.status === 200 || request.status === 201) && body !== null) {
        resolve({ upload: body as Upload, knownBefore: request.status === 200 });
      } else {
        reject(new ApiError(request.status, isProblem(body) ? body : null));
      }
    };
    request.open('POST', '/uploads');
    request.setRequestHeader('accept', 'application/json');
    request.send(formOf(file, options));
  });
