package io.bridge.cloud.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawnTilesTest {
  private static final String DASHBOARD =
      """
      {"rows":[{"tiles":[
        {"chart":"text","text":"words"},
        {"chart":"kpi","title":"Total","query":"a","value":"n"},
        {"chart":"line","title":"Trend","query":"b","x":"day","y":["n"]}]},
       {"tiles":[{"chart":"table","title":"All","query":"b"}]}]}
      """;

  @Test
  void countThoseWithAMeasureThatIsThere() throws Exception {
    DrawnTiles drawn =
        DrawnTiles.of(
            json(DASHBOARD),
            json(
                """
                {"bytesBilled":7,"queries":{
                  "a":{"columns":[{"name":"n"}],"values":[[0]],"rows":1},
                  "b":{"columns":[{"name":"day"},{"name":"n"}],"values":[["x","y"],[null,2]],"rows":2}}}
                """));

    assertEquals(new DrawnTiles(3, 3, List.of(), 7), drawn);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"queries\":{\"a\":{\"error\":{}},\"b\":{\"error\":{}}}}",
        "{\"queries\":{\"a\":{\"columns\":[{\"name\":\"n\"}],\"values\":[[]],\"rows\":0}}}",
        "{\"queries\":{\"a\":{\"columns\":[{\"name\":\"n\"}],\"values\":[[null]],\"rows\":1}}}"
      })
  void leaveOutThoseWithout(String data) throws Exception {
    DrawnTiles drawn = DrawnTiles.of(json(DASHBOARD), json(data));

    assertEquals(3, drawn.tiles());
    assertEquals(0, drawn.withData());
    assertEquals(List.of("Total", "Trend", "All"), drawn.empty());
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }
}
