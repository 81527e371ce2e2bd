import type { ComponentChildren } from 'preact';
import type { Incident, Toll, Witness } from '../api/types';
import { countryName } from '../explore/Facets';
import { keyOf } from '../report/spans';
import { light, lit } from '../report/ReportText';
import { day, figure, span } from '../state/moments';
import { linkTo } from '../state/route';
import { labelOf, vocabulary } from '../state/session';
import { TollChart } from './TollChart';

// The values of an incident: of each slot the best-supported first, its rivals after it, each with who says so.
export function Slots({ incident }: { incident: Incident }): preact.JSX.Element {
  const numbers = new Map(incident.tellers.map((teller, i) => [teller.event_id, i + 1]));
  const told = (witnesses: Witness[]): preact.JSX.Element => <Refs witnesses={witnesses} numbers={numbers} />;
  const doers = incident.participants.filter((one) => ['perpetrator', 'party', 'speaker'].includes(one.value.role));
  const others = incident.participants.filter((one) => !doers.includes(one));
  return (
    <dl class="slots">
      <Slot name="event" label="What">
        {incident.types.map((one, i) => (
          <Value key={i} slot="event" witnesses={one.witnesses} rival={i > 0}>
            {labelOf(one.value.mode ? `${one.value.plover}/${one.value.mode}` : one.value.plover)}
            {one.value.acled && <span class="quiet"> · ACLED {one.value.acled}</span>} {told(one.witnesses)}
          </Value>
        ))}
        {(incident.factuality.length > 1 || incident.factuality[0]?.value !== 'happened') &&
          incident.factuality.map((one, i) => (
            <Value key={`f${i}`} slot="label" witnesses={one.witnesses} rival={i > 0}>
              {one.value} {told(one.witnesses)}
            </Value>
          ))}
      </Slot>
      <Slot name="time" label="When" none={!incident.when.length}>
        {incident.when.map((one, i) => (
          <Value key={i} slot="time" witnesses={one.witnesses} rival={i > 0}>
            {one.value.approximate && '~'}{span(one.value.start, one.value.end, one.value.precision)}{hour(one.value.start)}
            {one.value.basis === 'published' && <span class="quiet"> (from the day of publication)</span>} {told(one.witnesses)}
          </Value>
        ))}
      </Slot>
      <Slot name="place" label="Where" none={!incident.where.length}>
        {incident.where.map((one, i) => (
          <Value key={i} slot="place" witnesses={one.witnesses} rival={i > 0}>
            <a href={linkTo('place', one.value.name, { keep: false })}>{one.value.name}</a>
            <span class="quiet">
              {[one.value.admin1, one.value.country && countryName(one.value.country)].filter(Boolean).map((part) => `, ${part}`).join('')} · to the {one.value.precision}
              {one.value.latitude === undefined && ', no point'}
            </span>{' '}
            {told(one.witnesses)}
          </Value>
        ))}
      </Slot>
      <Slot name="actor" label="Who" none={!doers.length}>
        {doers.map((one, i) => <Person key={i} person={one} slot="actor">{told(one.witnesses)}</Person>)}
      </Slot>
      <Slot name="target" label="To whom" none={!others.length}>
        {others.map((one, i) => <Person key={i} person={one} slot="target">{told(one.witnesses)}</Person>)}
      </Slot>
      <Slot name="claim" label="Who says who did it" none={!incident.responsibility.length}>
        {incident.responsibility.map((one, i) => (
          <Value key={i} slot="claim" witnesses={one.witnesses}>
            <b>{one.stance}</b> {one.name && <a href={linkTo('actor', one.name, { keep: false })}>{one.name}</a>} <Speakers witnesses={one.witnesses} /> {told(one.witnesses)}
          </Value>
        ))}
      </Slot>
      {incident.tolls.map((toll) => (
        <Slot key={toll.measure} name="harm" label={toll.measure.charAt(0).toUpperCase() + toll.measure.slice(1)}>
          <TollValue toll={toll} told={told} />
        </Slot>
      ))}
      {incident.weapons.length > 0 && (
        <Slot name="weapon" label="With what">
          {incident.weapons.map((one, i) => <Value key={i} slot="weapon" witnesses={one.witnesses}>{one.value} {told(one.witnesses)}</Value>)}
        </Slot>
      )}
      {incident.damage.length > 0 && (
        <Slot name="damage" label="Damage">
          {incident.damage.map((one, i) => <Value key={i} slot="damage" witnesses={one.witnesses}>{one.value.what.name}: {one.value.effect} {told(one.witnesses)}</Value>)}
        </Slot>
      )}
      {incident.corrections && incident.corrections.length > 0 && (
        <Slot name="label" label="Corrected">
          {incident.corrections.map((one) => <div key={one.number} dir="auto">{one.slot} <span class="quiet">by {one.by} ({one.role}), {day(one.at)}</span>{one.disputed && <span class="tag notable">disputed</span>}</div>)}
        </Slot>
      )}
    </dl>
  );
}

function hour(start: string | null): string {
  return start && start.length > 10 ? `, ${start.slice(11, 16)}` : '';
}

function Slot({ name, label, none = false, children }: { name: string; label: string; none?: boolean; children: ComponentChildren }): preact.JSX.Element {
  const colour = vocabulary.value?.slots.find((one) => one.name === name)?.colour ?? '#7a7f87';
  return (
    <div class="slot" style={{ '--s': colour }}>
      <dt>{label}</dt>
      <dd>{none ? <span class="quiet">not told</span> : children}</dd>
    </div>
  );
}

interface ValueProps {
  slot: string;
  witnesses: Witness[];
  rival?: boolean;
  children: ComponentChildren;
}

export function keysOf(witnesses: readonly Witness[]): string[] {
  return witnesses.flatMap((one) => one.spans.map((found) => keyOf(one.report_id, found)));
}

function Value({ slot, witnesses, rival = false, children }: ValueProps): preact.JSX.Element {
  const keys = keysOf(witnesses);
  const on = keys.some((key) => lit.value.has(key));
  return (
    <div class={`value ${slot}${rival ? ' rival' : ''}${on ? ' lit' : ''}`} tabIndex={0} onMouseEnter={() => light(keys)} onMouseLeave={() => light([])} onFocus={() => light(keys)} onBlur={() => light([])} dir="auto">
      {rival && <span class="quiet">or </span>}
      {children}
    </div>
  );
}

function Person({ person, slot, children }: { person: Incident['participants'][number]; slot: string; children: ComponentChildren }): preact.JSX.Element {
  const { value, names, witnesses } = person;
  const also = names.filter((name) => name !== value.name).slice(0, 4);
  return (
    <Value slot={slot} witnesses={witnesses}>
      <a href={linkTo('actor', value.actor ?? value.name, { keep: false })}>{value.name}</a>
      <span class="quiet"> · {value.role}, {value.kind}{value.country ? `, ${countryName(value.country)}` : ''}{also.length ? `; also ${also.join(', ')}` : ''}</span> {children}
    </Value>
  );
}

function Speakers({ witnesses }: { witnesses: Witness[] }): preact.JSX.Element | null {
  const names = [...new Set(witnesses.map((one) => one.speaker?.name ?? (one.speaker?.anonymous ? 'a source not named' : null)).filter((name): name is string => name !== null))];
  return names.length ? <span class="quiet">by {names.join(', ')}</span> : null;
}

function TollValue({ toll, told }: { toll: Toll; told: (witnesses: Witness[]) => preact.JSX.Element }): preact.JSX.Element {
  return (
    <>
      <p class="sum">
        <b>{figure(toll.low, toll.high, toll.best)}</b>
        {toll.course !== 'single' && <span class="tag">{toll.course}</span>}
      </p>
      <TollChart toll={toll} />
      {toll.figures.map((one, i) => (
        <Value key={i} slot="harm" witnesses={[one.witness]}>
          <span class={one.superseded ? 'gone' : ''}>
            {one.approximate && '~'}{one.low === null && one.high === null ? 'number not known' : figure(one.low, one.high)} {one.who ?? ''}
          </span>
          {!one.whole && <span class="quiet"> (a part)</span>}
          <span class="quiet"> · {one.witness.speaker?.name ?? 'the report'}{one.witness.said_at ? `, ${day(one.witness.said_at)}` : ''}{one.superseded ? ', superseded' : ''}</span> {told([one.witness])}
        </Value>
      ))}
    </>
  );
}

function Refs({ witnesses, numbers }: { witnesses: Witness[]; numbers: Map<string, number> }): preact.JSX.Element {
  const found = [...new Set(witnesses.map((one) => numbers.get(one.event_id)).filter((n): n is number => n !== undefined))].sort((a, b) => a - b);
  return <>{found.map((n) => <a key={n} class="ref" href={`#report-${n}`} aria-label={`report ${n}`}>{n}</a>)}</>;
}
