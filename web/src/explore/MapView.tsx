import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { useEffect, useRef } from 'preact/hooks';
import type { Cells } from '../api/types';
import { vocabulary } from '../state/session';
import { isDark } from '../state/theme';
import './canvas';
import { IncidentLayer, type Mark } from './drawing';
import { AreaLayer } from './area';
import type { Ready } from './points';
import { type Corner, type Drawn, turned } from './rule';

interface Props {
  data: Ready | null;
  cells?: Cells | null; // how many lie where, of all that fit: where they are more than `data` holds
  shown: (i: number) => boolean;
  chosen: string | null;
  view: string | null; // "lat,lon,zoom", as in the address
  onMove: (view: string, box: string) => void;
  onPick: (ids: string[], zoomable: boolean) => void;
  drawn?: Drawn | null; // an area that is being drawn: clicks are its corners
  onCorner?: (corner: Corner) => void;
}

interface Shape {
  name: string;
  rings: number[][];
}

const FIT = { maxZoom: 7, animate: false } as const;
const NEAR = 110; // degrees east or west
const WORLD: L.LatLngTuple = [18, 20];

export function MapView({ data, cells = null, shown, chosen, view, onMove, onPick, drawn = null, onCorner }: Props): preact.JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const kept = useRef<{ map: L.Map; layer: IncidentLayer; area: AreaLayer } | null>(null);
  const handlers = useRef({ onMove, onPick, onCorner, drawn });
  const said = useRef(new Set<string>()); // views that the map itself told: to follow these would be to chase itself
  const all = useRef<L.LatLngBounds | null>(null); // what the map was fitted to, and is again when its size changes
  const own = useRef(false); // it is moved by the page, and not by the reader
  handlers.current = { onMove, onPick, onCorner, drawn };
  const dark = isDark.value;

  useEffect(() => {
    if (!place.current) return undefined;
    const map = L.map(place.current, {
      center: WORLD,
      zoom: 2,
      minZoom: 1,
      maxZoom: 14,
      worldCopyJump: true,
      preferCanvas: true,
      zoomSnap: 0.5,
      attributionControl: false,
      keyboard: true,
    });
    L.control.attribution({ prefix: false }).addAttribution('Natural Earth · GeoNames').addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    const layer = new IncidentLayer().addTo(map);
    const area = new AreaLayer(map);
    const moved = (): void => {
      const at = map.getCenter();
      const box = map.getBounds();
      const view = `${at.lat.toFixed(3)},${at.lng.toFixed(3)},${map.getZoom()}`;
      said.current.add(view);
      handlers.current.onMove(view, boxOf(box));
    };
    map.on('moveend', moved);
    // Before anything waits for an answer: what comes late asks whether this map is still the one that is shown.
    kept.current = { map, layer, area };
    void drawCountries(map, () => kept.current?.map === map);
    map.on('click', (event: L.LeafletMouseEvent) => {
      if (handlers.current.drawn) {
        handlers.current.onCorner?.([event.latlng.lat, event.latlng.lng]);
        return;
      }
      const mark = layer.markAt(event.containerPoint);
      if (mark) picked(map, layer, mark);
    });
    map.on('mousemove', (event: L.LeafletMouseEvent) => {
      map.getContainer().style.cursor = handlers.current.drawn ? 'crosshair' : layer.markAt(event.containerPoint) ? 'pointer' : '';
    });
    const picked = (on: L.Map, of: IncidentLayer, mark: Mark): void => {
      const ids = of.idsOf(mark);
      const spread = of.boundsOf(mark);
      const zoomable = ids.length > 1 && spread !== null && on.getZoom() < 9;
      if (zoomable) on.fitBounds(spread.pad(0.3), { maxZoom: 9 });
      handlers.current.onPick(ids, zoomable);
    };
    const watch = new ResizeObserver(([entry]) => {
      // While another pane is open (at phone width) it has no size: what it showed then still counts.
      if (!entry?.contentRect.width) return;
      own.current = true;
      map.invalidateSize({ animate: false });
      if (all.current) map.fitBounds(all.current, FIT);
      own.current = false;
    });
    map.on('movestart zoomstart', () => {
      if (!own.current) all.current = null; // from here on the reader says what is shown
    });
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      kept.current = null;
      map.off('moveend', moved);
      map.stop();
      map.remove();
    };
  }, []);

  // The address moves the map: at the start, and with the browser's back button.
  useEffect(() => {
    if (view === null || said.current.has(view)) return;
    const map = kept.current?.map;
    const [lat, lon, zoom] = view.split(',').map(Number);
    if (!map || lat === undefined || lon === undefined || zoom === undefined || [lat, lon, zoom].some(Number.isNaN)) return;
    const at = map.getCenter();
    if (Math.abs(at.lat - lat) > 0.002 || Math.abs(at.lng - lon) > 0.002 || map.getZoom() !== zoom) {
      map.setView([lat, lon], zoom, { animate: false });
    }
  }, [view]);

  // Without a view in the address the map shows what there is.
  const fitted = useRef(false);
  useEffect(() => {
    const map = kept.current?.map;
    if (!map || !data || view || fitted.current) return;
    fitted.current = true;
    all.current = kept.current?.layer.boundsOfAll(data)?.pad(0.08) ?? null;
    if (!all.current) return;
    own.current = true;
    map.fitBounds(all.current, FIT);
    own.current = false;
  }, [data, view]);

  useEffect(() => {
    const colours = (vocabulary.value?.families ?? []).map((family) => family.colour);
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue('--ink').trim();
    const paper = style.getPropertyValue('--card').trim();
    kept.current?.layer.show(data, { colours, ink, paper }, shown, chosen, cells);
  }, [data, cells, shown, chosen, dark, vocabulary.value]);

  useEffect(() => {
    kept.current?.area.show(drawn);
    const zoom = kept.current?.map.doubleClickZoom;
    if (drawn) zoom?.disable();
    else zoom?.enable();
  }, [drawn, dark]);

  return (
    <div
      ref={place}
      class="map" // never another: the map has added its own
      data-drawing={drawn ? '' : undefined}
      role="application"
      aria-label="Map of incidents: arrow keys move it, plus and minus zoom; the list beside it holds the same incidents"
    />
  );
}

// South, west, north, east of what is shown; west above east where that crosses the date line, nothing where it is the whole world.
function boxOf(bounds: L.LatLngBounds): string {
  if (bounds.getEast() - bounds.getWest() >= 359) return '';
  const [s, n] = [Math.max(bounds.getSouth(), -90), Math.min(bounds.getNorth(), 90)];
  return [s, turned(bounds.getWest()), n, turned(bounds.getEast())].map((degrees) => degrees.toFixed(3)).join(',');
}

async function drawCountries(map: L.Map, stands: () => boolean): Promise<void> {
  const answer = await fetch('/countries.json');
  if (!answer.ok) return;
  const shapes = (await answer.json()) as Shape[];
  if (!stands()) return; // the reader went on while the shapes were on their way
  const pane = map.createPane('countries');
  pane.style.zIndex = '200';
  const renderer = L.canvas({ pane: 'countries', padding: 0.3 });
  for (const shape of shapes) {
    for (const by of worlds(shape.rings)) {
      const rings = shape.rings.map((ring) => pairs(ring, by));
      L.polygon(rings, { renderer, interactive: false, className: 'country', color: '#8b94a0', weight: 0.6, fillColor: '#98a2ad', fillOpacity: 0.16 }).addTo(map);
    }
  }
}

// What lies near the date line is drawn on its other side too, so that a map of the Pacific has both shores.
function worlds(rings: readonly (readonly number[])[]): number[] {
  const lons = rings.flatMap((ring) => ring.filter((_, i) => i % 2 === 0));
  const [west, east] = [lons.reduce((a, b) => Math.min(a, b), 180), lons.reduce((a, b) => Math.max(a, b), -180)];
  return [0, ...(west < -NEAR ? [360] : []), ...(east > NEAR ? [-360] : [])];
}

function pairs(flat: readonly number[], by: number): L.LatLngTuple[] {
  const out: L.LatLngTuple[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) out.push([flat[i + 1] ?? 0, (flat[i] ?? 0) + by]);
  return out;
}
