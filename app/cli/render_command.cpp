#include <memory>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/render_files.h"
#include "app/cli/render_options.h"
#include "model/chem/atom_properties.h"
#include "model/chem/structure_writer.h"
#include "render/structure_shapes.h"
#include "widgets/viewport/scene_colours.h"

namespace molloquy::cli {
namespace {

bool needsProperties(const render::ViewStyle& style) {
  return style.colourBy == render::ColourBy::PartialCharge ||
         (style.surface.kind != render::SurfaceKind::None &&
          (style.surface.colour == render::SurfaceColour::Electrostatic ||
           style.surface.colour == render::SurfaceColour::Hydrophobicity));
}

/// Charges and the like, where the style shows them.
Result<render::AtomValues> valuesOf(const chem::Molecule& molecule,
                                    const render::ViewStyle& style) {
  render::AtomValues values;
  if (!needsProperties(style)) return values;
  auto properties = chem::atomProperties(molecule);
  if (!properties) return tl::unexpected(properties.error());
  if (!properties->note.empty()) note(properties->note);
  values.partialCharge = std::move(properties->partialCharge);
  values.logpShare = std::move(properties->logpShare);
  return values;
}

/// The job that the options describe, with the shapes made.
Result<RenderJob> prepare(const RenderOptions& options, const LoadedMolecule& molecule,
                          std::stop_token stop) {
  RenderJob job;
  job.molecule = molecule.record.molecule;
  auto shape = shapeOf(molecule, options.shapeSeed, stop);
  if (!shape) return tl::unexpected(shape.error());
  if (!shape->note.empty()) note(shape->note);
  job.conformers.push_back(std::move(*shape));
  for (const chem::Conformer& further : molecule.record.furtherConformers) {
    if (options.play) job.conformers.push_back(further);
  }
  const PixelSize size = pixelSizeFrom(options.size).value_or(PixelSize{});
  job.picture.width = size.width;
  job.picture.height = size.height;
  job.picture.colours =
      widgets::sceneColours(options.scheme == "dark" ? theme::Scheme::Dark : theme::Scheme::Light);
  job.picture.background =
      options.transparent ? render::Background::Transparent : render::Background::Filled;
  job.picture.projection = options.projection == "orthographic" ? render::Projection::Orthographic
                                                                : render::Projection::Perspective;
  job.picture.style = viewStyleOf(options);
  auto values = valuesOf(*job.molecule, job.picture.style);
  if (!values) return tl::unexpected(values.error());
  job.picture.values = std::move(*values);
  if (!render::wantsShapes(job.picture.style)) return job;
  Progress progress("Shaping");
  auto shapes = render::structureShapes(
      *job.molecule, job.conformers.front().positions, job.picture.style, job.picture.values,
      job.picture.colours, stop,
      [&](double done) { progress.report(static_cast<std::uintmax_t>(1000 * done), 1000); });
  if (!shapes) return tl::unexpected(shapes.error());
  if (!shapes->note.empty()) note(shapes->note);
  job.picture.shapes = std::make_shared<const render::StructureShapes>(std::move(*shapes));
  return job;
}

ExitCode answer(Output& output, const RenderOptions& options, const LoadedMolecule& molecule,
                const RenderJob& job) {
  if (!output.isJson()) {
    output.write(options.outputFile + "\n");
    return output.finish();
  }
  const auto head = moleculeJson(molecule);
  if (!head) return output.fail(head.error(), exitCodeOf(head.error()));
  output.writeJson({{"command", "render"},
                    {"molecule", *head},
                    {"output", options.outputFile},
                    {"width", job.picture.width},
                    {"height", job.picture.height},
                    {"scheme", options.scheme},
                    {"geometry", chem::geometryName(job.conformers.front().source)}});
  return output.finish();
}

ExitCode run(const RenderOptions& options) {
  Output output = options.common.output();
  const InterruptScope interrupt;
  if (const auto valid = checkTogether(options); !valid) {
    return output.fail(valid.error(), ExitCode::Usage);
  }
  const auto molecule = loadMolecule(options.molecule);
  if (!molecule) return output.fail(molecule.error(), exitCodeOf(molecule.error()));
  auto job = prepare(options, *molecule, interrupt.token());
  if (!job) return output.fail(job.error(), exitCodeOf(job.error()));
  job->turntable = options.turntable;
  job->framesPerSecond = options.framesPerSecond;
  if (auto written = writeRendering(*job, options.outputFile, interrupt.token()); !written) {
    return output.fail(written.error(), ExitCode::Environment);
  }
  return answer(output, options, *molecule, *job);
}

}  // namespace

void addRender(CLI::App& program, ChosenCommand& chosen) {
  auto options = std::make_shared<RenderOptions>();
  CLI::App* command =
      addCommand(program, "render", "A picture, film or mesh of the 3D shape", options->common);
  addMolecule(*command, options->molecule);
  declare(*command, *options);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
