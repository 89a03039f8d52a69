package io.bridge.runtime.problem;

import static org.eclipse.microprofile.openapi.OASFactory.createComponents;
import static org.eclipse.microprofile.openapi.OASFactory.createContent;
import static org.eclipse.microprofile.openapi.OASFactory.createMediaType;
import static org.eclipse.microprofile.openapi.OASFactory.createSchema;

import io.bridge.model.error.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Every operation of every service answers what goes wrong with a {@link Problem}. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class DocumentedProblems implements OASFilter {
  private static final String PROBLEM = "Problem";
  private static final String VIOLATION = "Violation";

  @Override
  public void filterOpenAPI(OpenAPI document) {
    if (document.getComponents() == null) {
      document.setComponents(createComponents());
    }
    Components components = document.getComponents();
    components.addSchema(PROBLEM, problem()).addSchema(VIOLATION, violation());
    components.addResponse(PROBLEM, response());
    if (document.getPaths() != null) {
      document
          .getPaths()
          .getPathItems()
          .values()
          .forEach(path -> path.getOperations().values().forEach(DocumentedProblems::complete));
    }
  }

  private static void complete(Operation operation) {
    operation
        .getResponses()
        .setDefaultValue(OASFactory.createAPIResponse().ref("#/components/responses/" + PROBLEM));
  }

  private static APIResponse response() {
    return OASFactory.createAPIResponse()
        .description("What went wrong; docs/problems.md lists every code")
        .content(
            createContent()
                .addMediaType(Problem.MEDIA_TYPE, createMediaType().schema(reference(PROBLEM))));
  }

  private static Schema problem() {
    return object()
        .description("RFC 9457; clients switch on code only")
        .addProperty("type", text())
        .addProperty("title", text())
        .addProperty("status", number())
        .addProperty("detail", text())
        .addProperty("instance", text())
        .addProperty("code", text())
        .addProperty("traceId", text())
        .addProperty("violations", list(reference(VIOLATION)));
  }

  private static Schema violation() {
    return object()
        .description("One wrong place of a request; line and column count from 1")
        .addProperty("field", text())
        .addProperty("message", text())
        .addProperty("line", number())
        .addProperty("column", number())
        .addProperty("allowed", list(text()));
  }

  private static Schema object() {
    return createSchema().type(List.of(Schema.SchemaType.OBJECT));
  }

  private static Schema text() {
    return createSchema().type(List.of(Schema.SchemaType.STRING));
  }

  private static Schema number() {
    return createSchema().type(List.of(Schema.SchemaType.INTEGER)).format("int32");
  }

  private static Schema list(Schema items) {
    return createSchema().type(List.of(Schema.SchemaType.ARRAY)).items(items);
  }

  private static Schema reference(String name) {
    return createSchema().ref("#/components/schemas/" + name);
  }
}
