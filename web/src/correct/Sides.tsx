import type { SlotReview } from './slots';
import { wordsOf } from './slots';

// What the machine coded and what each person said, side by side where they differ.
export function Sides({ review }: { review: SlotReview }): preact.JSX.Element {
  return (
    <table class={`sides${review.disputed ? ' disputed' : ''}`}>
      <caption>{review.disputed ? 'They do not agree' : 'What was said of it'}</caption>
      <thead><tr><th scope="col">Who</th><th scope="col">Says</th><th scope="col">Why</th></tr></thead>
      <tbody>
        <tr><th scope="row">the machine</th><td dir="auto">{wordsOf(review.slot, review.machine)}</td><td /></tr>
        {review.corrections.map((one) => (
          <tr key={one.number}>
            <th scope="row" dir="auto">{one.by} <span class="tag">{one.role}</span></th>
            <td dir="auto">{one.in_force ? <b>{one.now}</b> : one.now}{one.in_force && <span class="quiet"> · in force</span>}{one.lost && <span class="quiet"> · its words are gone</span>}</td>
            <td dir="auto">{one.reason} <span class="quiet">{one.at.slice(0, 16).replace('T', ' ')}</span></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
