package io.bridge.agent.catalog;

import com.fasterxml.jackson.core.type.TypeReference;
import io.bridge.model.Page;
import io.bridge.model.catalog.TableSchema;
import io.bridge.runtime.peer.PeerCall;
import io.bridge.runtime.peer.Peers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Asks catalog-service in the person's place. */
@ApplicationScoped
public class CatalogClient {
  private static final String PEER = "catalog-service";
  private static final int PAGE = 200;

  private final Peers peers;

  CatalogClient(Peers peers) {
    this.peers = peers;
  }

  /**
   * Tables that are asked for.
   *
   * @param dataset null for all
   * @param most further ones are left out
   */
  public record Wanted(UUID person, UUID connectionId, String dataset, int most) {
    private PeerCall page(String token) {
      String path = "/v1/connections/" + connectionId + "/tables?pageSize=" + PAGE;
      return PeerCall.get(PEER, path + and("dataset", dataset) + and("pageToken", token))
          .as(person);
    }

    private static String and(String name, String value) {
      return value == null
          ? ""
          : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
  }

  /** Tables with their columns. Fails with the peer's own code. */
  public Uni<List<TableSchema>> tables(Wanted wanted) {
    return from(wanted, List.of(), null);
  }

  private Uni<List<TableSchema>> from(Wanted wanted, List<TableSchema> before, String token) {
    return peers
        .send(wanted.page(token), new TypeReference<Page<TableSchema>>() {})
        .chain(page -> next(wanted, before, page));
  }

  private Uni<List<TableSchema>> next(
      Wanted wanted, List<TableSchema> before, Page<TableSchema> page) {
    List<TableSchema> all =
        Stream.concat(before.stream(), page.items().stream()).limit(wanted.most()).toList();
    boolean over = page.nextPageToken() == null || all.size() >= wanted.most();
    return over ? Uni.createFrom().item(all) : from(wanted, all, page.nextPageToken());
  }
}
