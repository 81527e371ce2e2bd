// Speaks to the server that gave the page, and to no other.

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly advice: string,
  ) {
    super(message);
  }
}

interface Refusal {
  error?: { code?: string; message?: string; advice?: string };
}

export type Params = Record<string, string | number | readonly string[] | null | undefined>;

export function queryOf(params: Params): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === null || value === undefined) continue;
    if (typeof value === 'string' || typeof value === 'number') query.append(name, String(value));
    else for (const one of value) query.append(name, one);
  }
  const text = query.toString();
  return text ? `?${text}` : '';
}

// Who logs the reader in where the server asks for a token: what was asked for waits, and is asked again.
export interface Doorkeeper {
  user: () => string | null;
  login: () => Promise<string>; // comes to the name of who logged in
}

let door: Doorkeeper | null = null;

export function keepDoor(keeper: Doorkeeper): void {
  door = keeper;
}

export async function get<T>(path: string, params: Params = {}, signal?: AbortSignal): Promise<T> {
  return answered<T>(await letIn(`/api/${path}${queryOf(params)}`, signal ? { signal } : {}));
}

interface More {
  version?: number | string | null; // of what is changed, as it was seen; the server refuses where it has changed since
  signal?: AbortSignal;
}

export async function send<T>(method: 'POST' | 'PUT', path: string, body: unknown, { version, signal }: More = {}): Promise<T> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (version !== undefined && version !== null) headers['if-match'] = `"${version}"`;
  const init: RequestInit = { method, headers, body: JSON.stringify(body), ...(signal ? { signal } : {}) };
  // Logging in is told when it fails; all else waits for it.
  return answered<T>(await (path === 'login' || path === 'logout' ? asked(`/api/${path}`, init) : letIn(`/api/${path}`, init)));
}

async function letIn(url: string, init: RequestInit): Promise<Response> {
  for (;;) {
    const response = await asked(url, init);
    if (response.status !== 401 || !door) return response;
    const before = door.user();
    const now = await door.login();
    // What one person decided is not laid down in the name of the next.
    if (init.method && before !== null && before !== now) {
      throw new ApiError(401, 'token', `Nothing was done: it was to be in the name of ${before}.`, `You are ${now} now; do it again if you want it so.`);
    }
    if (init.signal?.aborted) throw new DOMException('no longer asked for', 'AbortError');
  }
}

async function asked(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, 'unreachable', 'The server does not answer.', 'See whether "dateline serve" still runs, then try again.');
  }
}

async function answered<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  if (response.ok) return (await response.json()) as T;
  const refusal = (await response.json().catch(() => ({}))) as Refusal;
  const { code = 'failed', message = `The server answered with ${response.status}.`, advice = '' } = refusal.error ?? {};
  throw new ApiError(response.status, code, message, advice);
}
