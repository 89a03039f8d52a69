package io.bridge.agent.dashboard;

import io.bridge.model.dashboard.Dashboard;
import io.bridge.model.dashboard.DashboardPlan;
import io.bridge.model.dashboard.NewQuery;
import io.bridge.model.dashboard.Precomputed;
import io.bridge.model.dashboard.QueryAnswer;
import io.bridge.runtime.peer.PeerCall;
import io.bridge.runtime.peer.Peers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Asks dashboard-service in the person's place; it guards and bills every query. */
@ApplicationScoped
public class DashboardClient {
  private static final String PEER = "dashboard-service";

  private final Peers peers;

  DashboardClient(Peers peers) {
    this.peers = peers;
  }

  /**
   * For whom and where.
   *
   * @param person whose rights count
   */
  public record Place(UUID person, UUID team, UUID connectionId) {
    private PeerCall call(PeerCall call) {
      return call.as(person).header("x-bridge-origin", "agent");
    }

    private String path(String path) {
      return path + "?team=" + team;
    }
  }

  /** Runs one statement. Fails with the peer's own code, such as {@code BYTES_OVER_CAP}. */
  public Uni<QueryAnswer> run(Place place, String sql) {
    NewQuery query = new NewQuery(place.connectionId(), sql, null, false, null);
    PeerCall call = PeerCall.post(PEER, place.path("/v1/queries"), query);
    return peers.send(place.call(call), QueryAnswer.class);
  }

  /** What the file would do; writes nothing. */
  public Uni<DashboardPlan> plan(Place place, String file) {
    PeerCall call = PeerCall.post(PEER, place.path("/v1/dashboards/plan"), file);
    return peers.send(place.call(yaml(call)), DashboardPlan.class);
  }

  /** Saves the file under its name; the same again changes nothing. */
  public Uni<Dashboard> save(Place place, String slug, String file) {
    PeerCall call = PeerCall.put(PEER, place.path("/v1/dashboards/" + slug), file);
    return peers.send(place.call(yaml(call)), Dashboard.class);
  }

  /** Fills the cache, so that the first look at the dashboard is quick. */
  public Uni<Precomputed> precompute(Place place, String slug) {
    PeerCall call = PeerCall.post(PEER, place.path("/v1/dashboards/" + slug + "/precompute"), null);
    return peers.send(place.call(call), Precomputed.class);
  }

  private static PeerCall yaml(PeerCall call) {
    return call.header("content-type", "application/yaml");
  }
}
