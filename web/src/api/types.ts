// What the API answers. Names are those of the record and the incident (docs/codebook.md).

export interface Span {
  start: number;
  end: number;
  quote: string;
}

export interface Speaker {
  name: string | null;
  kind?: string;
  anonymous: boolean;
}

export interface Witness {
  report_id: string;
  event_id: string;
  source: number;
  said_at: string | null;
  spans: Span[];
  speaker?: Speaker;
}

export interface Told<T> {
  value: T;
  witnesses: Witness[];
}

export interface EventType {
  plover: string;
  mode: string | null;
  acled: string | null;
  cameo: string | null;
  ucdp: string | null;
}

export interface When {
  start: string | null;
  end: string | null;
  precision: string;
  approximate: boolean;
  basis: string;
  zone?: string;
}

export interface Place {
  name: string;
  kind: string;
  precision: string;
  relation: string;
  latitude?: number;
  longitude?: number;
  radius_km?: number;
  country?: string;
  admin1?: string;
  admin2?: string;
}

export interface Participant {
  id: string;
  role: string;
  name: string;
  kind: string;
  actor?: string;
  country?: string;
}

export interface Figure {
  low: number | null;
  high: number | null;
  approximate: boolean;
  witness: Witness;
  who?: string;
  whole: boolean;
  superseded: boolean;
}

export interface Toll {
  measure: string;
  low: number | null;
  best: number | null;
  high: number | null;
  course: string;
  figures: Figure[];
}

export interface Blame {
  stance: string;
  name: string | null;
  actor: string | null;
  witnesses: Witness[];
}

export interface Evidence {
  name: string;
  words: string;
  weight: number;
}

export interface Joined {
  to: string;
  weight: number;
  evidence: Evidence[];
  by?: string;
  reason?: string;
}

export interface Teller {
  report_id: string;
  event_id: string;
  standing: string;
  source: number;
  title: string | null;
  publisher: string | null;
  published: string | null;
  anchor: string;
  reliability: string;
  credibility: string;
  broke: boolean;
  copies?: string;
  joined?: Joined;
}

export interface Incident {
  id: string;
  kind: string;
  types: Told<EventType>[];
  factuality: Told<string>[];
  sphere: Told<string>[];
  tellers: Teller[];
  sources: number;
  confidence: number;
  when: Told<When>[];
  where: Told<Place>[];
  participants: (Told<Participant> & { names: string[] })[];
  responsibility: Blame[];
  weapons: Told<string>[];
  tolls: Toll[];
  damage: Told<{ what: { name: string }; effect: string }>[];
  count_low: number | null;
  count_high: number | null;
  first_report?: string;
  last_report?: string;
  review: { state: string; by?: string; at?: string; reason?: string };
  aliases: string[];
  corrections?: { number: number; event_id: string; slot: string; by: string; role: string; at: string; disputed?: boolean }[];
  version: number;
}

export interface Row {
  id: string;
  version: number;
  kind: string;
  review: string;
  sphere: string;
  factuality: string;
  plover: string;
  mode: string | null;
  acled: string | null;
  start: string | null;
  end: string | null;
  precision: string | null;
  countries: string;
  places: string;
  actors: string;
  killed: number | null;
  killed_low: number | null;
  killed_high: number | null;
  injured: number | null;
  injured_low: number | null;
  injured_high: number | null;
  reports: number;
  sources: number;
  confidence: number;
  anchor: string;
  title: string | null;
}

export interface RowPage {
  rows: Row[];
  cursor: string | null;
}

// Columns of all incidents that fit, for the map and the timeline.
export interface Points {
  total: number; // or more, where that is not exact
  exact: boolean;
  truncated: boolean;
  id: string[];
  lat: (number | null)[];
  lon: (number | null)[];
  km: (number | null)[];
  precision: (string | null)[];
  family: number[];
  killed: (number | null)[];
  first: (string | null)[];
  last: (string | null)[];
  review: string[];
}

// What was counted in the latest `of` incidents that fit, where that is not `exact`.
export interface Of {
  exact: boolean;
  of: number | null;
}

export type Counts = [string, number][];

export type FacetName = 'type' | 'country' | 'actor' | 'place' | 'mode' | 'weapon' | 'publisher' | 'review' | 'factuality';

export type Facets = Of & Record<FacetName, Counts>;

// How many incidents lie in each cell of a degree (its middle), and in each month by family.
export interface Cells extends Of {
  lat: number[];
  lon: number[];
  count: number[];
  months: string[];
  families: number[][];
}

export interface Name {
  name: string;
  incidents: number;
}

export interface Family {
  name: string;
  label: string;
  colour: string;
  types: string[];
}

export interface SlotColour {
  name: string;
  label: string;
  colour: string;
}

export interface Vocabulary {
  families: Family[];
  slots: SlotColour[];
  labels: Record<string, string>; // of PLOVER types and modes, in words
}

export interface Session {
  user: string;
  rights: 'read' | 'edit';
  role?: 'coder' | 'reviewer';
  signed_in: boolean; // by a token, and may sign out
  version: string;
}

export interface Overview extends Of {
  total: number;
  months: string[];
  families: number[][]; // of each month, counts in the order of the vocabulary's families
  killed: number[]; // best figures added up, a month
  actors: string[];
  matrix: number[][]; // row: who did it, column: to whom
}

// Incidents of an actor or a place.
export interface Profile extends Of {
  name: string;
  total: number;
  months: string[];
  families: number[][];
  killed: number[];
  actors: [string, number][];
  places: [string, number][];
  countries: [string, number][];
}

export interface Cited {
  report_id: string;
  event_id: string;
  quote: string;
  grade: string;
  title?: string;
  publisher?: string;
  published?: string;
}

export type AlertKind = 'match' | 'surge' | 'first';

export interface Alert {
  id: string;
  rule: string;
  kind: AlertKind;
  state: 'active' | 'withdrawn';
  severity: string;
  headline: string;
  why: string[];
  incident: string;
  shown: {
    plover: string;
    mode?: string;
    start?: string;
    end?: string;
    place?: string;
    country?: string;
    actors: string[];
    targets: string[];
    killed?: number;
    injured?: number;
    sources: number;
    confidence: number;
  };
  evidence: Cited[];
  raised_at: string;
  changed_at: string;
  version: number;
  others: string[];
  surge?: { group: string; first_day: string; last_day: string; count: number; expected: number; score: number; threshold: number; by_chance: number };
  precedent?: { group: string; months: number; before: number; others: number; since: string; last_day?: string };
  withdrawn?: string;
}

export interface AlertPage {
  alerts: Alert[];
  cursor: string | null;
}

export interface AlertCounts {
  active: number;
  withdrawn: number;
  last: number;
  rules: { rule: string; kind: AlertKind; active: number; withdrawn: number }[];
}

export interface Follower {
  follower: string;
  position: number;
  behind: number;
  rules: Record<string, unknown>[];
}

export interface AlertChange {
  number: number;
  kind: 'raised' | 'updated' | 'withdrawn' | 'restored';
  at: string;
  alert: Alert;
}
