import type { Incident } from '../api/types';
import { day } from '../state/moments';
import { labelOf } from '../state/session';

export function headingOf(incident: Incident): string {
  const best = incident.types[0]?.value;
  const [place, start] = [incident.where[0]?.value.name, incident.when[0]?.value.start];
  return `${labelOf(best?.mode ? `${best.plover}/${best.mode}` : best?.plover)}${place ? ` in ${place}` : ''}${start ? `, ${day(start)}` : ''}`;
}
