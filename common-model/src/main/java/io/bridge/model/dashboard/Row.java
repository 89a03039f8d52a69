package io.bridge.model.dashboard;

import java.util.List;

/**
 * A row of tiles.
 *
 * @param height in units of a kpi tile, from 1
 */
public record Row(int height, List<Tile> tiles) {}
