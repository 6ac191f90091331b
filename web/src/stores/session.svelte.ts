/** Who is signed in, and what they may. The server decides; this only keeps what nobody may use out of the way. */
import { api, type ActionName, ApiError, type Redemption, type Session } from '../api/client';

const INVITATION = /^#invitation=([0-9a-f]+)$/;

/** The token of an invitation, which stands behind the hash until it is read: neither history nor map keep it. */
function takeInvitation(): string | null {
  const token = INVITATION.exec(globalThis.location?.hash ?? '')?.[1] ?? null;
  if (token) history.replaceState(null, '', location.pathname + location.search);
  return token;
}

export class SessionStore {
  current = $state.raw<Session | null>(null);
  invitation = $state<string | null>(takeInvitation());
  trouble = $state.raw<unknown>(null);
  busy = $state(false);
  /** Told whenever somebody else is signed in than before. */
  onChange: () => void = () => undefined;

  get name(): string | null {
    return this.current?.account?.display_name ?? null;
  }

  get login(): string | null {
    return this.current?.account?.login ?? null;
  }

  /** Whether it is open in a department, or, without one, in what lies in none. */
  mayIn(action: ActionName, department: string | null): boolean {
    const right = this.current?.may.find((candidate) => candidate.action === action);
    if (!right) return false;
    return right.everywhere || (department === null ? right.departments.length > 0 : right.departments.includes(department));
  }

  may(action: ActionName): boolean {
    return this.current?.may.some((right) => right.action === action) ?? false;
  }

  load(): Promise<boolean> {
    return this.#become(api.session);
  }

  signIn(login: string, password: string): Promise<boolean> {
    return this.#become(() => api.signIn(login, password));
  }

  /** Sets the password that an invitation asks for; the first administrator also says who they are. */
  async redeem(body: Redemption): Promise<boolean> {
    const token = this.invitation;
    if (!token) return false;
    const done = await this.#become(() => api.redeem(token, body));
    if (done) this.invitation = null;
    return done;
  }

  signOut(): Promise<boolean> {
    return this.#become(async () => {
      await api.signOut();
      return api.session();
    });
  }

  async #become(ask: () => Promise<Session>): Promise<boolean> {
    this.busy = true;
    this.trouble = null;
    const before = this.current?.account?.id ?? null;
    try {
      const known = this.current !== null;
      this.current = await ask();
      if (!known || before !== (this.current.account?.id ?? null)) this.onChange();
      return true;
    } catch (error) {
      this.trouble = error instanceof ApiError ? error : new ApiError(null, null);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

export const session = new SessionStore();
