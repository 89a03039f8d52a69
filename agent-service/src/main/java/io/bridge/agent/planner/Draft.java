package io.bridge.agent.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every tile that a star may give: places, each with alternatives. A file is put together from
 * those that were not rejected, so that a place whose query is too expensive or has no data gets
 * another one.
 */
public final class Draft {
  /** Fewer tiles make no dashboard. */
  public static final int LEAST_TILES = 6;

  private static final int KPIS = 4;
  private static final int CHARTS = 6;
  private static final int MOST_GRID_COLUMNS = 12;

  private final Star star;
  private final List<List<TileDraft>> figures;
  private final List<List<TileDraft>> charts = new ArrayList<>();

  private Draft(Star star) {
    this.star = star;
    this.figures = new Kpis(star).slots();
  }

  public static Draft of(Star star) {
    Draft draft = new Draft(star);
    draft.addCharts(new Charts(star));
    return draft;
  }

  /** The best file without the rejected tiles; it may have too few. */
  public Sheet without(Set<String> rejected) {
    List<TileDraft> chosen = choose(charts, rejected, CHARTS);
    int figuresWanted = Math.max(KPIS, LEAST_TILES - chosen.size());
    return new Sheet(star, choose(figures, rejected, figuresWanted), chosen);
  }

  private List<TileDraft> choose(List<List<TileDraft>> places, Set<String> rejected, int most) {
    List<TileDraft> chosen = new ArrayList<>();
    for (List<TileDraft> place : places) {
      if (chosen.size() < most) {
        fresh(left(place, rejected, chosen), chosen).ifPresent(chosen::add);
      }
    }
    return chosen;
  }

  private static List<TileDraft> left(
      List<TileDraft> place, Set<String> rejected, List<TileDraft> chosen) {
    Set<String> used = all(chosen, TileDraft::uses);
    return place.stream()
        .filter(tile -> !rejected.contains(tile.id()))
        .filter(tile -> tile.uses().stream().noneMatch(used::contains))
        .toList();
  }

  private static Set<String> all(
      List<TileDraft> chosen, Function<TileDraft, List<String>> property) {
    return chosen.stream().map(property).flatMap(List::stream).collect(Collectors.toSet());
  }

  /**
   * One that groups by what no other tile touches, else by columns that no other tile shows, else
   * the first. Two columns would hardly ever touch nothing; for them it is enough to be new.
   */
  private Optional<TileDraft> fresh(List<TileDraft> left, List<TileDraft> chosen) {
    Set<String> shown = all(chosen, TileDraft::groups);
    Set<String> roots = shown.stream().map(Draft::root).collect(Collectors.toSet());
    star.calendars().forEach(link -> roots.add(link.from().name()));
    return left.stream()
        .filter(tile -> tile.groups().size() < 2)
        .filter(tile -> tile.groups().stream().map(Draft::root).noneMatch(roots::contains))
        .findFirst()
        .or(() -> left.stream().filter(tile -> isNew(tile, shown)).findFirst())
        .or(() -> left.stream().findFirst());
  }

  private static boolean isNew(TileDraft tile, Set<String> shown) {
    return tile.groups().stream().noneMatch(shown::contains);
  }

  /** These tiles and all others that may stand in their places. */
  public Set<String> places(Set<String> tiles) {
    return Stream.concat(figures.stream(), charts.stream())
        .filter(place -> place.stream().anyMatch(tile -> tiles.contains(tile.id())))
        .flatMap(List::stream)
        .map(TileDraft::id)
        .collect(Collectors.toSet());
  }

  private static String root(String use) {
    int end = use.indexOf('>');
    return end < 0 ? use : use.substring(0, end);
  }

  private void addCharts(Charts make) {
    star.time().ifPresent(axis -> addTime(make, axis));
    List<Category> few = categories(2, 8);
    place("share", few, (id, category) -> make.donut(id, category, make.additive()));
    star.time()
        .ifPresent(axis -> place("mix", few, (id, category) -> make.stacked(id, axis, category)));
    place("top", many(), (id, category) -> make.top(id, category, make.primary()));
    addGrid(make);
    place("details", detailed(), make::table);
    place("more", categories(2, 2000), (id, category) -> make.top(id, category, make.secondary()));
    star.time()
        .ifPresent(axis -> charts.add(List.of(make.overTime("trend", axis, make.secondary()))));
    place("most", categories(2, 2000), (id, category) -> make.top(id, category, Measure.rows()));
  }

  private void addTime(Charts make, TimeAxis axis) {
    List<TileDraft> place = new ArrayList<>();
    place.add(make.overTime("over_time", axis, make.primary()));
    if (make.primary().field() != null) {
      place.add(make.overTime("over_time_2", axis, Measure.rows()));
    }
    charts.add(place);
  }

  private void addGrid(Charts make) {
    List<Category> few = categories(2, 14).stream().limit(MOST_GRID_COLUMNS).toList();
    List<TileDraft> place = new ArrayList<>();
    for (Category across : few) {
      for (Category down : few) {
        boolean apart = !across.source().root().equals(down.source().root());
        boolean ordered = few.indexOf(across) < few.indexOf(down);
        if (apart && ordered) {
          place.add(make.grid(numbered("grid", place.size()), across, down));
        }
      }
    }
    charts.add(place);
  }

  private interface Maker {
    TileDraft make(String id, Category category);
  }

  private void place(String id, List<Category> categories, Maker maker) {
    List<TileDraft> place = new ArrayList<>();
    for (Category category : categories) {
      place.add(maker.make(numbered(id, place.size()), category));
    }
    charts.add(place);
  }

  private static String numbered(String id, int before) {
    return before == 0 ? id : id + "_" + (before + 1);
  }

  private List<Category> categories(int least, int most) {
    return star.categories().stream().filter(category -> category.has(least, most)).toList();
  }

  /** Long enough for a ranking first. */
  private List<Category> many() {
    return Stream.concat(categories(9, 2000).stream(), categories(3, 8).stream()).toList();
  }

  private List<Category> detailed() {
    Comparator<Category> largest = Comparator.comparingLong(Category::distinct).reversed();
    return Stream.concat(categories(20, 5000).stream().sorted(largest), categories(2, 19).stream())
        .toList();
  }
}
