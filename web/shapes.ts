// Countries for the map: Natural Earth's 1:50m areas (public domain), as the package world-atlas carries them, cut at the
// date line and rounded, written beside the page as one file that the map fetches when it is first drawn.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { Plugin } from 'vite';

const FILE = 'countries.json';
const PLACES = 2; // decimals of a degree: about a kilometre

interface Shape {
  name: string;
  rings: number[][]; // each ring as lon, lat, lon, lat …
}

export function countryShapes(): Plugin {
  const make = (): string => JSON.stringify(shapes());
  return {
    name: 'country-shapes',
    configureServer(server) {
      server.middlewares.use(`/${FILE}`, (_request, response) => {
        response.setHeader('content-type', 'application/json');
        response.end(make());
      });
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: FILE, source: make() });
    },
  };
}

function shapes(): Shape[] {
  const path = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json');
  const atlas = JSON.parse(readFileSync(path, 'utf-8')) as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  return feature(atlas, atlas.objects.countries).features.map((one) => ({
    name: one.properties.name,
    rings: ringsOf(one.geometry as Polygon | MultiPolygon).flatMap(cut).map(rounded),
  }));
}

function ringsOf(area: Polygon | MultiPolygon): Position[][] {
  return area.type === 'Polygon' ? area.coordinates : area.coordinates.flat();
}

// A ring that steps from one edge of the map to the other is unrolled, then cut at the date line into its two sides.
export function cut(ring: Position[]): Position[][] {
  let turn = 0;
  const unrolled = ring.map((point, i): [number, number] => {
    const lon = point[0] ?? 0;
    const before = ring[i - 1]?.[0];
    if (before !== undefined && Math.abs(lon - before) > 180) turn += lon < before ? 360 : -360;
    return [lon + turn, point[1] ?? 0];
  });
  const lons = unrolled.map(([lon]) => lon);
  const [low, high] = [Math.min(...lons), Math.max(...lons)];
  if (low >= -180 && high <= 180) return [unrolled];
  const edge = high > 180 ? 180 : -180;
  const west = clipped(unrolled, (lon) => lon <= edge, edge);
  const east = clipped(unrolled, (lon) => lon >= edge, edge);
  const shift = (points: Position[], by: number): Position[] => points.map(([lon, lat]) => [(lon ?? 0) + by, lat ?? 0]);
  const sides = edge === 180 ? [west, shift(east, -360)] : [shift(west, 360), east];
  return sides.filter((side) => side.length > 3);
}

// Sutherland and Hodgman's clipping against one meridian.
function clipped(ring: [number, number][], inside: (lon: number) => boolean, edge: number): Position[] {
  const out: Position[] = [];
  ring.forEach((point, i) => {
    const before = ring[(i + ring.length - 1) % ring.length] ?? point;
    if (inside(point[0]) !== inside(before[0])) {
      const share = (edge - before[0]) / (point[0] - before[0]);
      out.push([edge, before[1] + share * (point[1] - before[1])]);
    }
    if (inside(point[0])) out.push(point);
  });
  return out;
}

function rounded(ring: Position[]): number[] {
  const flat: number[] = [];
  for (const [lon, lat] of ring) {
    const x = Number((lon ?? 0).toFixed(PLACES));
    const y = Number((lat ?? 0).toFixed(PLACES));
    if (flat.at(-2) !== x || flat.at(-1) !== y) flat.push(x, y);
  }
  return flat;
}
