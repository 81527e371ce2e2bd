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

export async function get<T>(path: string, params: Params = {}, signal?: AbortSignal): Promise<T> {
  return answered<T>(await asked(`/api/${path}${queryOf(params)}`, signal ? { signal } : {}));
}

// `version`: of what is changed, as it was seen; the server refuses where it has changed since.
export async function send<T>(method: 'POST' | 'PUT', path: string, body: unknown, version?: number): Promise<T> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (version !== undefined) headers['if-match'] = `"${version}"`;
  return answered<T>(await asked(`/api/${path}`, { method, headers, body: JSON.stringify(body) }));
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
  if (response.ok) return (await response.json()) as T;
  const refusal = (await response.json().catch(() => ({}))) as Refusal;
  const { code = 'failed', message = `The server answered with ${response.status}.`, advice = '' } = refusal.error ?? {};
  throw new ApiError(response.status, code, message, advice);
}
